"""spaCy components for who works with texts in notebooks: technologies and themes as spans, needs as sentence spans.

After `import spacy` alone, since the package announces them to spaCy:

    pipeline = spacy.blank("da")
    pipeline.add_pipe("overblik_technologies")          # doc.spans["technology"]
    pipeline.add_pipe("overblik_themes")                # doc.spans["theme"], span._.grade
    pipeline.add_pipe("overblik_needs")                 # doc.spans["need"], span._.horizon
    for span in pipeline("Vi køber AI-løsninger.").spans["technology"]:
        print(span.label_, span._.quote, span._.quote_start, span._.quote_end, span._.rule)

A span of tokens is as near as tokens come, for spaCy keeps `API'er,` or `AI-løsninger/cloud` in pieces of its own; the
exact characters are in `span._.quote`. The night itself does not use spaCy (see `nlp.mentions`): it finds the same
mentions in a third of the time. Rejected: a statistical pipeline (no Danish model can be shipped or fetched).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.mentions import Reader, find_mentions, reader_of
from nlp.need import load_needs
from nlp.technology import load_technologies
from nlp.theme import load_themes

_SEPARATOR = "\x1f"
_FIELDS = ("start", "end", "rule", "grade", "horizon")


def _field(name: str) -> Callable[[Span], str | None]:
    at = _FIELDS.index(name)
    return lambda span: span.id_.split(_SEPARATOR)[at] or None


def _place(name: str) -> Callable[[Span], int]:
    said = _field(name)
    return lambda span: int(said(span) or 0)


def _quote(span: Span) -> str:
    return str(span.doc.text[_place("start")(span) : _place("end")(span)])


for _name, _getter in {
    "quote_start": _place("start"),
    "quote_end": _place("end"),
    "quote": _quote,
    "rule": _field("rule"),
    "grade": _field("grade"),
    "horizon": _field("horizon"),
}.items():
    Span.set_extension(_name, getter=_getter, force=True)


@dataclass(frozen=True, slots=True)
class Tagger:
    """A component that writes one span a mention to `doc.spans[key]`, labelled by what is mentioned."""

    reader: Reader
    key: str

    def __call__(self, doc: Doc) -> Doc:
        """Tag one document."""
        spans = []
        for one in find_mentions(self.reader, [("", doc.text)]):
            said = (str(one.start), str(one.end), one.rule, one.grade or "", one.horizon or "")
            span = doc.char_span(
                one.start, one.end, label=one.target, span_id=_SEPARATOR.join(said), alignment_mode="expand"
            )
            if span is not None:
                spans.append(span)
        doc.spans[self.key] = spans
        return doc

    def to_bytes(self, **_: Any) -> bytes:
        """Nothing: what is looked for comes from the shelf, so that a saved pipeline follows it."""
        return b""

    def from_bytes(self, _: bytes, **__: Any) -> Tagger:
        """Itself."""
        return self

    def to_disk(self, *_: Any, **__: Any) -> None:
        """Nothing, for the same reason."""

    def from_disk(self, *_: Any, **__: Any) -> Tagger:
        """Itself."""
        return self


@Language.factory("overblik_technologies", default_config={"technologies": None})
def make_technology_tagger(nlp: Language, name: str, technologies: list[str] | None) -> Tagger:
    """The component for technologies: those of these ids, or the whole shelf."""
    return Tagger(reader_of(technologies=load_technologies(technologies)), "technology")


@Language.factory("overblik_themes", default_config={"themes": None})
def make_theme_tagger(nlp: Language, name: str, themes: list[str] | None) -> Tagger:
    """The component for policy themes: those of these ids, or the whole shelf."""
    return Tagger(reader_of(themes=load_themes(themes)), "theme")


@Language.factory("overblik_needs")
def make_need_tagger(nlp: Language, name: str) -> Tagger:
    """The component for needs; a span is the whole sentence."""
    return Tagger(reader_of(needs=load_needs()), "need")

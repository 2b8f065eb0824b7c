"""The spaCy pipeline that tags texts: components that write `doc.spans["technology"]` and `doc.spans["theme"]`.

A span of tokens is as near as tokens come; the exact characters of the quote are in `span._.quote_start` and
`span._.quote_end`, for spaCy keeps `API'er,` or `AI-løsninger/cloud` in pieces of its own. Rejected: a statistical
pipeline (no Danish model can be shipped or fetched, and a dictionary can be argued with).

Importing this module imports spaCy, which takes a second: a night with nothing new does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import spacy
from spacy.language import Language
from spacy.tokens import Doc, Span

from nlp.commitment import grade_of
from nlp.lexicon import Term
from nlp.matching import Hit, Matcher
from nlp.technology import Technology, load_technologies, matcher_of
from nlp.text import sentence_around, sentences
from nlp.theme import Theme, load_themes, matcher_of_themes
from warehouse.records import Mention

# Only memory limits a pipeline without parser and entity recogniser.
_LONGEST = 1_000_000_000
_SEPARATOR = "\x1f"


def _place(span: Span) -> tuple[int, int, Term]:
    start, end, kind, language, text = span.id_.split(_SEPARATOR)
    return int(start), int(end), Term(text=text, kind=kind, language=language)


def _quote_start(span: Span) -> int:
    return _place(span)[0]


def _quote_end(span: Span) -> int:
    return _place(span)[1]


Span.set_extension("quote_start", getter=_quote_start, force=True)
Span.set_extension("quote_end", getter=_quote_end, force=True)


@dataclass(frozen=True, slots=True)
class LexiconTagger:
    """A component that writes one span a mention to `doc.spans[key]`, labelled by what is mentioned."""

    matcher: Matcher
    key: str

    def __call__(self, doc: Doc) -> Doc:
        """Tag one document."""
        spans = []
        for hit in self.matcher.find(doc.text):
            said = (str(hit.start), str(hit.end), hit.term.kind, hit.term.language, hit.term.text)
            span = doc.char_span(
                hit.start, hit.end, label=hit.target, span_id=_SEPARATOR.join(said), alignment_mode="expand"
            )
            if span is not None:
                spans.append(span)
        doc.spans[self.key] = spans
        return doc


@Language.factory("technology_tagger", default_config={"technologies": None})
def make_technology_tagger(nlp: Language, name: str, technologies: list[str] | None) -> LexiconTagger:
    """The component for technologies: those of these ids, or the whole shelf."""
    return LexiconTagger(matcher_of(load_technologies(technologies)), "technology")


@Language.factory("theme_tagger", default_config={"themes": None})
def make_theme_tagger(nlp: Language, name: str, themes: list[str] | None) -> LexiconTagger:
    """The component for policy themes: those of these ids, or the whole shelf."""
    return LexiconTagger(matcher_of_themes(load_themes(themes)), "theme")


@lru_cache(maxsize=4)
def tagging_pipeline(*, technologies: tuple[Technology, ...] = (), themes: tuple[Theme, ...] = ()) -> Language:
    """A blank pipeline with the components that are asked for, made once a process. It serves all languages."""
    pipeline = spacy.blank("da")
    pipeline.max_length = _LONGEST
    if technologies:
        pipeline.add_pipe("technology_tagger", config={"technologies": [one.id for one in technologies]})
    if themes:
        pipeline.add_pipe("theme_tagger", config={"themes": [one.id for one in themes]})
    return pipeline


def find_mentions(
    pipeline: Language, texts: Iterable[tuple[str, str]], *, versions: dict[str, str]
) -> Iterator[tuple[str, list[Mention]]]:
    """The mentions in (digest, text) pairs, text by text. `versions`: per kind of target its lexicon's version."""
    with pipeline.memory_zone():
        speakable = ((text, (digest, text)) for digest, text in ((digest, _speakable(text)) for digest, text in texts))
        for doc, (digest, text) in pipeline.pipe(speakable, as_tuples=True):
            yield digest, mentions_of(doc, text=text, digest=digest, versions=versions)


def mentions_of(doc: Doc, *, text: str, digest: str, versions: dict[str, str]) -> list[Mention]:
    """The mentions that the components wrote into the document of `text`; `text[start:end] == quote` for each."""
    bounds: list[tuple[int, int]] | None = None
    mentions = []
    for key, version in sorted(versions.items()):
        for span in doc.spans.get(key, ()):
            start, end, term = _place(span)
            bounds = sentences(text) if bounds is None else bounds
            hit = Hit(start, end, span.label_, term)
            mentions.append(_mention(text, hit, bounds, target_kind=key, digest=digest, version=version))
    return mentions


def _mention(
    text: str, hit: Hit, bounds: list[tuple[int, int]], *, target_kind: str, digest: str, version: str
) -> Mention:
    context = sentence_around(text, bounds, hit.start, hit.end)
    return Mention(
        text_digest=digest,
        target_kind=target_kind,
        target=hit.target,
        start=hit.start,
        end=hit.end,
        quote=text[hit.start : hit.end],
        context=context,
        layer="rule",
        rule=f"{hit.term.kind}:{hit.term.language}:{hit.term.text}@{version}",
        grade=grade_of(context) if target_kind == "theme" else None,
    )


def _speakable(text: str) -> str:
    """The text with half surrogates replaced one for one, which spaCy's strings cannot hold."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return "".join("\ufffd" if "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return text

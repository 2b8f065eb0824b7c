"""Find what texts say: technologies, themes and needs, each with its quote, in one walk over each text.

A text is prepared for looking up once and cut into sentences once, however many lexicons look at it. This is what a
night runs. Rejected: the spaCy pipeline of `nlp.tagger`, which finds the same but spends two thirds of its time on
tokens that nobody reads.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from nlp.commitment import grade_of
from nlp.matching import Hit, Matcher
from nlp.need import Need, find_needs
from nlp.technology import Technology, matcher_of, taxonomy_version
from nlp.text import matching_text, sentence_around, sentences
from nlp.theme import Theme, matcher_of_themes, themes_version
from warehouse.records import Mention


@dataclass(frozen=True, slots=True)
class Reader:
    """What is looked for: per kind of target (`technology`, `theme`) its matcher and version, and types of need."""

    matchers: tuple[tuple[str, Matcher, str], ...] = ()
    needs: tuple[Need, ...] = ()


def reader_of(
    *, technologies: tuple[Technology, ...] = (), themes: tuple[Theme, ...] = (), needs: tuple[Need, ...] = ()
) -> Reader:
    """A reader for these; making one takes about a second, reading with it goes at a megabyte a second."""
    matchers = []
    if technologies:
        matchers.append(("technology", matcher_of(technologies), taxonomy_version(technologies)))
    if themes:
        matchers.append(("theme", matcher_of_themes(themes), themes_version(themes)))
    return Reader(matchers=tuple(matchers), needs=needs)


def find_mentions(reader: Reader, texts: Iterable[tuple[str, str]]) -> Iterator[Mention]:
    """The mentions in (digest, text) pairs, text by text; `text[start:end] == quote` for each."""
    for digest, text in texts:
        bounds: list[tuple[int, int]] | None = None
        prepared = matching_text(text)
        for kind, matcher, version in reader.matchers:
            for hit in matcher.find_in(prepared):
                bounds = sentences(text) if bounds is None else bounds
                yield mention_of(text, hit, bounds, kind=kind, digest=digest, version=version)
        if reader.needs:
            yield from find_needs(digest, text, needs=reader.needs, bounds=bounds)


def mention_of(text: str, hit: Hit, bounds: list[tuple[int, int]], *, kind: str, digest: str, version: str) -> Mention:
    """A hit as the record that is kept, with its sentence and, for a theme, how firmly it promises."""
    context = sentence_around(text, bounds, hit.start, hit.end)
    return Mention(
        text_digest=digest,
        target_kind=kind,
        target=hit.target,
        start=hit.start,
        end=hit.end,
        quote=text[hit.start : hit.end],
        context=context,
        layer="rule",
        rule=f"{hit.term.kind}:{hit.term.language}:{hit.term.text}@{version}",
        grade=grade_of(context) if kind == "theme" else None,
    )

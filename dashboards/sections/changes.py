"""What changed since the edition before, and by which cause."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.figures import watch
from dashboards.naming import Segments
from dashboards.section import Block, Page, Section
from dashboards.tabling import held
from dashboards.words import Words


def build(desk: Desk) -> list[Page]:
    """The page."""
    blocks: list[Block] = [
        *held(desk, ("mart.edition_change",), lambda: watch.changes(desk, Segments(desk))),
    ]
    return [Page(path="changes.html", title=SECTION.title, lead=SECTION.question, blocks=tuple(blocks))]


SECTION = Section(
    name="changes",
    group="changes",
    order=110,
    title=Words("Siden sidst", "Since last time"),
    question=Words(
        "Hvilke tal har ændret sig siden sidste udgave, og hvorfor?",
        "Which figures changed since the edition before, and why?",
    ),
    scope=Words(
        "De tal, som folk citerer, i denne udgave og den forrige.",
        "The figures that people quote, in this edition and the one before.",
    ),
    marts=("mart.edition_change", "mart.notice"),
    method=Words(
        "Udgaven regnes om med én ting skiftet ad gangen, så ændringen deles på årsager.",
        "The edition is computed anew with one thing switched at a time, so that the change splits by cause.",
    ),
    limits=Words("Den første udgave har intet at måles mod.", "The first edition has nothing to be measured against."),
    build=build,
)

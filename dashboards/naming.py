"""Names that several sections share: segments in words, ways to a player's or a technology's page, n and floors."""

from __future__ import annotations

import re
from collections.abc import Mapping

from dashboards.desk import Desk, slug
from dashboards.rows import Row
from dashboards.section import Badge, Interval, Link, Tone, Unknown
from dashboards.vocabulary import CANNOT_TELL, VERDICTS, cannot_tell_reason, word
from dashboards.words import Words, same

SEGMENTS_SQL = """select segment_code, min(segment_name_da) as name_da, min(segment_name_en) as name_en
from mart.notice
where segment_code is not null
group by segment_code
order by segment_code"""
PAGES = 400
WITH_PAGE_SQL = f"""select player_id
from mart.player_profile
order by award_count desc nulls last, player_id
limit {PAGES}"""  # noqa: S608  the only value is ours
TONES: dict[str, Tone] = {"rising": "up", "fading": "down", "no_sure_change": "plain", "cannot_tell": "open"}
FLOOR = 10


class Segments:
    """Segment codes in words. The section must declare `mart.notice`."""

    def __init__(self, desk: Desk) -> None:
        self._names = {
            row.text("segment_code"): Words(
                row.text("name_da") or row.text("segment_code"), row.text("name_en") or row.text("segment_code")
            )
            for row in desk.ask(SEGMENTS_SQL)
        }

    def name(self, code: str) -> Words:
        """The segment's name; 'all' and none have words too."""
        if code == "all":
            return Words("Alle segmenter", "All segments")
        if code == "other":
            return Words("Uden for segmenterne", "Outside the segments")
        return self._names.get(code) or (same(code) if code else Words("uden for segmenterne", "outside the segments"))


class Players:
    """Ways to players' pages: of those with the most awards, so that a site of thousands of suppliers stays small.

    The section must declare `mart.player_profile`.
    """

    def __init__(self, desk: Desk) -> None:
        self.with_page = {row.text("player_id") for row in desk.ask(WITH_PAGE_SQL)}

    def link(self, player_id: str, name: str) -> Link | str:
        """The player's name, leading to its page where it has one."""
        shown = name or player_id
        return Link(shown, player_path(player_id)) if player_id in self.with_page else shown


def player_path(player_id: str) -> str:
    """Where a player's page is."""
    return f"players/{slug(player_id)}.html"


def technology_path(technology: str) -> str:
    """Where a technology's page is."""
    return f"technologies/{slug(technology)}.html"


ASSUMPTIONS = "mart.assumption_status"
_SENTENCES_SQL = "select assumption_id, sentence_da, sentence_en from mart.assumption_status order by assumption_id"
COMPONENTS = "mart.component_verdict"
_COMPONENTS_SQL = "select component_id, component_name from mart.component_verdict order by component_id"


def assumption_names(desk: Desk) -> dict[str, Words]:
    """The sentence of each assumption by its id, which people never see; none where the edition holds none."""
    rows = desk.ask(_SENTENCES_SQL) if desk.has(ASSUMPTIONS) else []
    return {row.text("assumption_id"): Words(row.text("sentence_da"), row.text("sentence_en")) for row in rows}


def component_names(desk: Desk) -> dict[str, Words]:
    """The name of each component by its id; none where the edition holds no verdicts."""
    rows = desk.ask(_COMPONENTS_SQL) if desk.has(COMPONENTS) else []
    return {row.text("component_id"): same(row.text("component_name")) for row in rows}


def with_names(text: Words, names: Mapping[str, Words]) -> Words:
    """A text in which each id gives way to the name that people know."""
    if not names:
        return text
    ids = re.compile(rf"(?<![\w-])({'|'.join(sorted(map(re.escape, names), key=len, reverse=True))})(?![\w-])")
    return Words(
        ids.sub(lambda found: names[found.group(1)].da, text.da),
        ids.sub(lambda found: names[found.group(1)].en, text.en),
    )


def found_by(rule: str) -> Words:
    """Which words a mention was found by: `compound:da:fagsystem@38b1a42ea85c` is said by its term alone."""
    term = (rule.rpartition("@")[0] or rule).split(":", 2)[-1].replace("_", " ")
    return Words(f"fundet på »{term}«", f"found by “{term}”") if term else Words("", "")


def technology_name(row: Row) -> Words:
    """A technology's name, from a row that holds it."""
    key = row.text("technology")
    return Words(row.text("technology_name_da") or key, row.text("technology_name_en") or key)


def verdict(code: str) -> Badge:
    """A verdict as the mart gives it, and never anything else."""
    return Badge(word(VERDICTS, code), TONES.get(code, "open"))


def share_cell(row: Row, *, top: float, total: str = "total_award_count") -> Interval | Unknown:
    """A share with its interval, or "cannot tell" with the reason where the floor is not met."""
    count, suppliers = row.weight(total), row.maybe("supplier_count")
    if not row.flag("can_tell") or count < FLOOR:
        held = None if suppliers is None else float(suppliers)
        return Unknown(CANNOT_TELL, cannot_tell_reason(count=count, suppliers=held, stated=row.text("reason")))
    return Interval(row.number("award_share"), row.number("share_low"), row.number("share_high"), "share", top)

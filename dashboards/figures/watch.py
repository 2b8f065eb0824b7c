"""Figures of trust: how assumptions stand, what changed between editions and why, and which numbers may be quoted."""

from __future__ import annotations

from dashboards.desk import Desk, fill
from dashboards.naming import Segments, assumption_names, with_names
from dashboards.reasons import say_reason
from dashboards.rows import Row
from dashboards.section import Badge, Block, Cell, Light, Table, Tone, Unit
from dashboards.showing import show
from dashboards.tabling import coded, col, listing, words_of
from dashboards.words import DA, EN, Words, same

_STATUS = "select * from mart.assumption_status order by urgency, assumption_id"
_HISTORY = "select * from mart.assumption_history order by assumption_id, as_of, edition_id"
_CHANGES = """select * from mart.edition_change
order by is_leading desc, abs(part) desc nulls last, figure, slice, cause"""
_LIGHTS = "select * from mart.quote_light order by figure, slice"
_LIGHT = "select light, reason from mart.quote_light where figure = {figure} and slice = {slice}"
_LIGHTS_OF = "select slice, light from mart.quote_light where figure = {figure} order by slice"
_ASSUMPTIONS = Words("studiets antagelser", "the study's assumptions")
_FIGURES = Words("tal, som folk citerer", "figures that people quote")
_TONES: dict[str, Tone] = {"holds": "up", "weakening": "warn", "broken": "down", "cannot_tell": "open"}
_LIGHT_TONES: dict[str, Tone] = {"green": "green", "yellow": "yellow", "red": "red"}


def status_cell(row: Row) -> Cell:
    """How an assumption stands, as a badge with a shape."""
    return Badge(coded(row.text("status")), _TONES.get(row.text("status"), "open"))


def assumptions(desk: Desk) -> Table:
    """Each assumption with its status, measure and change."""
    return listing(
        desk,
        "status",
        Words("Antagelserne, de udsatte først", "The assumptions, those at risk first"),
        _STATUS,
        col("Antagelse", "Assumption", "sentence_{lang}"),
        col("Står", "Stands", status_cell, is_filter=True),
        col("Før", "Before", "status_before", "kind"),
        col("Siden", "Since", lambda row: row.day("status_since") or "", "date"),
        col("Målt", "Measured", lambda row: _measure(row, "value")),
        col("Grænse", "Threshold", lambda row: _measure(row, "threshold")),
        col("n", "n", "n", "count"),
        col("Ejer", "Owner", lambda row: row.text("owner")),
        col("Hvorfor", "Why", "reason", "reason"),
        population=_ASSUMPTIONS,
        empty=Words("Studiet skriver ingen antagelser.", "The study writes no assumptions."),
    )


_MILLIONS = 1e6


def _measure(row: Row, name: str) -> Cell:
    value = row.number(name)
    if value is None:
        return ""
    if abs(value) >= _MILLIONS:
        return Words(DA.number(value / _MILLIONS, 0) + " mio.", EN.number(value / _MILLIONS, 0) + " m")
    decimals = 0 if value == int(value) else 3
    return Words(DA.number(value, decimals), EN.number(value, decimals))


def history(desk: Desk) -> Table:
    """How they stood in each edition."""
    names = assumption_names(desk)
    return listing(
        desk,
        "history",
        Words("Udgave for udgave", "Edition by edition"),
        _HISTORY,
        col("Antagelse", "Assumption", lambda row: with_names(same(row.text("assumption_id")), names), is_filter=True),
        col("Udgave", "Edition", "edition_id"),
        col("Dag", "Day", "as_of", "date"),
        col("Stod", "Stood", status_cell),
        col("Målt", "Measured", lambda row: _measure(row, "value")),
        col("Hvorfor", "Why", "reason", "reason"),
        population=_ASSUMPTIONS,
        most=200,
    )


def changes(desk: Desk, segments: Segments) -> list[Block]:
    """What changed since the edition before, each change by its cause; causes without a part in it are left out."""
    claim, rows = desk.claim_table("changes", _CHANGES)
    return [
        listing(
            desk,
            "changes",
            Words("Hvad der har ændret sig siden sidst, og hvorfor", "What changed since last time, and why"),
            _CHANGES,
            col("Tal", "Figure", lambda row: figure_name(row, segments)),
            col("Slags", "Kind", "figure", "kind", is_filter=True),
            col("Før", "Before", lambda row: _either(row, "before", "word_before")),
            col("Nu", "Now", lambda row: _either(row, "after", "word_after")),
            col("Årsag", "Cause", "cause", "kind", is_filter=True),
            col("Årsagens del", "The cause's part", _part),
            col("Hvorfor ikke", "Why not", "reason", "reason"),
            population=_FIGURES,
            asked=(claim, [row for row in rows if _has_part(row)]),
            empty=Words(
                "Intet citeret tal har ændret sig siden sidste udgave, eller der er ingen at måle mod.",
                "No quoted figure changed since the edition before, or there is none to measure against.",
            ),
            most=300,
            note=Words(
                "Hver ændring er delt i fem årsager ved at skifte én ting ad gangen: nye hændelser, rettede kilder, "
                "aktører lagt sammen, ændret metode, ændret dækning.",
                "Each change is split into five causes by switching one thing at a time: new events, restated "
                "sources, players merged, changed method, changed coverage.",
            ),
        )
    ]


_UNITS: dict[str, Unit] = {
    "market_value": "dkk",
    "supplier_share": "share",
    "single_bids": "share",
    "theme_share": "share",
    "need_gap": "share",
}
"""How a figure is written; the others are counts and scores."""


def _figure(row: Row, name: str) -> Words:
    """A changed figure in its own unit."""
    value, unit = row.number(name) or 0.0, _UNITS.get(row.text("figure"))
    if unit is not None:
        return Words(show(value, unit, "da"), show(value, unit, "en"))
    decimals = 0 if value == int(value) else 1
    return Words(DA.number(value, decimals), EN.number(value, decimals))


def _part(row: Row) -> Cell:
    """What a cause did to a figure; the difference of two shares is in percentage points."""
    value = row.number("part")
    if value is None:
        return ""
    if _UNITS.get(row.text("figure")) == "share":
        return Words(f"{DA.number(100 * value, 1)} procentpoint", f"{EN.number(100 * value, 1)} percentage points")
    return _figure(row, "part")


def _has_part(row: Row) -> bool:
    """Whether a cause moved its figure by anything that can be shown: five causes of each stand in the mart."""
    value = row.number("part")
    return value is None or abs(value) >= (0.0005 if _UNITS.get(row.text("figure")) == "share" else 0.05)


def figure_name(row: Row, segments: Segments) -> Words:
    """What a quoted figure is called, with segments, groups and its population in words."""
    figure, slice_ = row.text("figure"), row.text("slice")
    told = words_of(row, "label_{lang}")
    if figure == "single_bids":
        code, _, year = slice_.partition("/")
        name = Words("alle segmenter", "all segments") if code == "all" else segments.name(code)
        return Words(f"Andel med kun ét bud: {name.da}, {year}", f"Share with a single bid: {name.en}, {year}")
    if figure == "role_difference":
        group = coded(slice_.rpartition("/")[2], "speaker")
        return Words(f"{told.da.rpartition(', ')[0]}, {group.da}", f"{told.en.rpartition(', ')[0]}, {group.en}")
    if figure == "theme_share":  # only bodies whose papers are held are asked
        return Words(
            told.da.replace("Andel af kommunerne,", "Andel af kunderne med papirer,"),
            told.en.replace("Share of the municipalities", "Share of the customers with papers"),
        )
    return told


def _either(row: Row, number: str, told: str) -> Cell:
    if row.number(number) is not None:
        return _figure(row, number)
    return coded(row.text(told), "verdict") if row.text(told) else ""


def lights(desk: Desk, segments: Segments) -> Table:
    """Every figure that people quote with its light."""
    return listing(
        desk,
        "lights",
        Words("Må jeg citere det?", "May I quote this?"),
        _LIGHTS,
        col("Tal", "Figure", lambda row: figure_name(row, segments)),
        col("Slags", "Kind", "figure", "kind", is_filter=True),
        col("Må det citeres", "May it be quoted", light_cell, is_filter=True),
        col("Hvorfor", "Why", "reason", "reason"),
        col("n", "n", "n", "count"),
        col("Dækning", "Coverage", "coverage", "share"),
        population=_FIGURES,
        most=300,
    )


def light_cell(row: Row) -> Badge:
    """A quote light: shape and words, colour only repeats them."""
    return Badge(coded(row.text("light")), _LIGHT_TONES.get(row.text("light"), "open"))


def light(desk: Desk, figure: str, slice_: str) -> Badge | None:
    """The quote light of one figure, for a card; none where the edition has no lights."""
    if not desk.has("mart.quote_light"):
        return None
    rows = desk.ask(fill(_LIGHT, figure=figure, slice=slice_))
    if not rows:
        return None
    told = coded(rows[0].text("light"))
    return Badge(
        Words(f"Må det citeres: {told.da}", f"May it be quoted: {told.en}"),
        _LIGHT_TONES.get(rows[0].text("light"), "open"),
    )


def finding_light(desk: Desk, figure: tuple[str, str] | None) -> Light | None:
    """The quote light of the figure that a finding rests on, with its reason; none where the edition has no lights."""
    if figure is None or not desk.has("mart.quote_light"):
        return None
    rows = desk.ask(fill(_LIGHT, figure=figure[0], slice=figure[1]))
    if not rows:
        return None
    _, _, why = rows[0].text("reason").partition(": ")  # the light itself says the words before
    return Light(light_cell(rows[0]), Words("", "") if rows[0].text("light") == "green" else say_reason(why))


UNQUOTABLE = Light(
    Badge(Words("nej", "no"), "red"),
    Words("svaret giver intet tal at citere", "the answer gives no figure to quote"),
)
"""The light of an answer that says only that it cannot be told."""


def lights_of(desk: Desk, figure: str) -> dict[str, Badge]:
    """The lights of all slices of a figure, by slice; none where the edition has no lights."""
    if not desk.has("mart.quote_light"):
        return {}
    return {row.text("slice"): light_cell(row) for row in desk.ask(fill(_LIGHTS_OF, figure=figure))}

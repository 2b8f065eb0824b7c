"""Figures of technologies: the radar with its list and reasons, the movers, and which stream came first."""

from __future__ import annotations

from dashboards.desk import Desk
from dashboards.maps import Blip, radar
from dashboards.pictures import FITTED, TOGETHER
from dashboards.rows import Row
from dashboards.section import Block, Cell, Chart, Table
from dashboards.spans import Span, spans
from dashboards.tabling import (
    Point,
    coded,
    col,
    interval_chart,
    listing,
    quiet,
    quoted,
    scope_of,
    technology,
    words_of,
)
from dashboards.vocabulary import STREAMS, VERDICTS, word
from dashboards.words import DA, EN, Lang, Words, same

RADAR_MARTS = ("mart.technology_ring",)
_RINGS = ("established", "adopt", "explore", "watch", "fading")
_RADAR = """select * from mart.technology_ring
where ring <> 'none'
order by quadrant, technology_name_da, technology"""
_MOVED = """select * from mart.technology_ring
where moved
order by moved_quarter desc nulls last, technology"""
_MOVERS = """select * from mart.technology_mover
order by case verdict when 'rising' then 0 when 'fading' then 1 when 'no_sure_change' then 2 else 3 end,
    rate_ratio desc nulls last, technology"""
_STREAMS = """select stream.*, card.technology_name_da, card.technology_name_en
from mart.technology_stream as stream
inner join mart.technology_card as card on card.technology = stream.technology
where stream.taken_up_date is not null
order by stream.technology, stream.stream_place"""
_CANDIDATES = "select * from mart.term_candidate order by c_value desc, term"
_POPULATION = Words("studiets teknologier, alle strømme", "the study's technologies, all streams")
_SHOWN_MOVERS, _SHOWN_STRIPS = 16, 20
_SHAPES = {"vendor": "square", "policy": "diamond", "procurement": "up", "award": "dot"}


def _moved(row: Row) -> str:
    if not row.flag("moved"):
        return "none"
    before, now = row.text("previous_ring"), row.text("ring")
    if before in ("", "none"):
        return "new"
    return "in" if _RINGS.index(now) < _RINGS.index(before) else "out"


_MOVES = {
    "in": Words("rykket indad", "moved inwards"),
    "out": Words("rykket udad", "moved outwards"),
    "new": Words("ny på radaren", "new on the radar"),
    "none": Words("uændret", "unchanged"),
}


def radar_chart(desk: Desk) -> list[Block]:
    """The radar and the list of its numbers, with the rule that put each one there."""
    claim, rows = desk.claim_table("radar", _RADAR)
    if not rows:
        return quiet("Ingen teknologi er på radaren endnu.", "No technology is on the radar yet.")
    quadrants = sorted({row.text("quadrant") for row in rows})
    numbers = {row.text("technology"): place for place, row in enumerate(rows, 1)}
    blips = [
        Blip(
            key=row.text("technology"),
            number=numbers[row.text("technology")],
            ring=_RINGS.index(row.text("ring")) if row.text("ring") in _RINGS else len(_RINGS) - 1,
            quadrant=quadrants.index(row.text("quadrant")),
            moved=_moved(row),
        )
        for row in rows
    ]

    def draw(lang: Lang, narrow: bool) -> str:
        return radar(
            blips,
            [coded(ring).of(lang) for ring in _RINGS],
            [_field(quadrant).of(lang) for quadrant in quadrants],
            moves={code: words.of(lang) for code, words in _MOVES.items()},
            narrow=narrow,
        )

    moved = sum(row.flag("moved") for row in rows)
    table = listing(
        desk,
        "radar_list",
        Words("Radarens liste", "The radar's list"),
        _RADAR,
        col("Nr.", "No.", lambda row: numbers[row.text("technology")], "count"),
        col("Teknologi", "Technology", technology),
        col("Ring", "Ring", "ring", "kind", is_filter=True),
        col("Felt", "Field", lambda row: _field(row.text("quadrant")), is_filter=True),
        col("Flyttet", "Moved", lambda row: _MOVES[_moved(row)], is_filter=True),
        col("Hvorfor", "Why", "reason", "reason"),
        population=_POPULATION,
        asked=(claim, rows),
    )
    return [
        Chart(
            title=Words("Radaren", "The radar"),
            scope=scope_of(desk, _RADAR, _POPULATION, n=len(rows)),
            claim=claim,
            alt=Words(
                f"Radar med {len(rows)} teknologier, heraf {moved} flyttet. Listen nedenfor siger det samme.",
                f"Radar with {len(rows)} technologies, {moved} of them moved. The list below says the same.",
            ),
            draw=draw,
            note=Words(
                "Ringene følger faste regler, og et skift kræver to kvartaler i træk. Pladsen i feltet betyder intet.",
                "The rings follow fixed rules, and a move needs two quarters in a row. The place in a field means "
                "nothing.",
            ),
        ),
        table,
    ]


def _field(code: str) -> Words:
    return _FIELDS.get(code) or same(code.replace("_", " "))


_FIELDS: dict[str, Words] = {
    "ai": Words("kunstig intelligens", "artificial intelligence"),
    "automation": Words("automatisering", "automation"),
    "case_management": Words("sagsbehandling", "case management"),
    "cloud": Words("cloud", "cloud"),
    "data": Words("data", "data"),
    "development": Words("udvikling", "development"),
    "geodata": Words("geodata", "geodata"),
    "identity": Words("identitet", "identity"),
    "integration": Words("integration", "integration"),
    "interoperability": Words("interoperabilitet", "interoperability"),
    "iot": Words("tingenes internet", "internet of things"),
    "public_infrastructure": Words("offentlig infrastruktur", "public infrastructure"),
    "sector_systems": Words("fagsystemer", "sector systems"),
    "security": Words("sikkerhed", "security"),
    "sovereignty": Words("suverænitet", "sovereignty"),
}


def moved_table(desk: Desk) -> Table:
    """Which technologies changed ring, with the numbers and a deciding document."""
    return listing(
        desk,
        "moved",
        Words("Hvad der har skiftet ring, og hvorfor", "What changed ring, and why"),
        _MOVED,
        col("Teknologi", "Technology", technology),
        col("Fra", "From", "previous_ring", "kind"),
        col("Til", "To", "ring", "kind"),
        col("Kvartal", "Quarter", lambda row: row.day("moved_quarter"), "quarter"),
        col("Hvorfor", "Why", "move_reason", "reason"),
        col("Afgørende", "Deciding", lambda row: _deciding(desk, row)),
        population=_POPULATION,
        empty=Words("Ingen teknologi har skiftet ring.", "No technology changed ring."),
    )


def _deciding(desk: Desk, row: Row) -> Cell:
    held = row.names("deciding_evidence")
    return (desk.evidence(held[0]) if held else None) or ""


def movers_chart(desk: Desk) -> list[Block]:
    """All streams together: the surest and largest movements."""
    claim, rows = desk.claim_table("movers_all", _MOVERS)
    told = [row for row in rows if row.number("rate_ratio") and row.text("verdict") != "cannot_tell"]
    told.sort(key=lambda row: (row.number("q_value") or 1.0, row.text("technology")))
    shown = sorted(told[:_SHOWN_MOVERS], key=lambda row: -(row.number("rate_ratio") or 0))
    points = [
        Point(
            name=words_of(row, "technology_name_{lang}"),
            value=row.number("rate_ratio"),
            low=row.number("ratio_low"),
            high=row.number("ratio_high"),
            label=Words(
                f"{DA.ratio(row.number('rate_ratio') or 0)} {word(VERDICTS, row.text('verdict')).da}",
                f"{EN.ratio(row.number('rate_ratio') or 0)} {word(VERDICTS, row.text('verdict')).en}",
            ),
            tone="sure" if row.text("verdict") in ("rising", "fading") else "open",
        )
        for row in shown
    ]
    return interval_chart(
        Words("Strømmene tilsammen: hvad flytter sig", "Streams together: what moves"),
        scope_of(desk, _MOVERS, _POPULATION, n=len(rows)),
        claim,
        points,
        axis=Words("beregnet ændring, gange", "fitted change, times"),
        unit="ratio",
        is_log=True,
        rule=1.0,
        note=Words(
            "De sikreste først valgt. Udfyldt punkt: sikker efter korrektion for mange sammenligninger; "
            f"bredde mindst tre organisationer. {FITTED.da} {TOGETHER.da}",
            "The surest are chosen. Filled point: sure after correction for many comparisons; breadth of at least "
            f"three organisations. {FITTED.en} {TOGETHER.en}",
        ),
    )


def lead_strip(desk: Desk) -> list[Block]:
    """When each stream took a technology up: offered, wanted, asked for, bought."""
    claim, rows = desk.claim_table("lead_strip", _STREAMS)
    by_name: dict[str, list[Row]] = {}
    for row in rows:
        by_name.setdefault(row.text("technology"), []).append(row)
    chosen = [own for own in by_name.values() if len(own) > 1]
    chosen.sort(key=lambda own: (-len(own), own[0].text("technology")))
    chosen = chosen[:_SHOWN_STRIPS]
    if not chosen:
        return quiet(
            "Ingen teknologi er taget op i to strømme, så rækkefølgen kan ikke siges.",
            "No technology is taken up in two streams, so the order cannot be told.",
        )

    def draw(lang: Lang, narrow: bool) -> str:
        lines = []
        for own in chosen:
            marks = tuple(
                (
                    _SHAPES.get(row.text("stream"), "dot"),
                    "open" if row.flag("is_censored") else "sure",
                    day,
                )
                for row in own
                if (day := row.day("taken_up_date")) is not None
            )
            lines.append(Span(name=words_of(own[0], "technology_name_{lang}").of(lang), marks=marks))
        meanings = [(shape, "sure", word(STREAMS, stream).of(lang)) for stream, shape in _SHAPES.items()]
        meanings.append(("dot", "open", "måske tidligere" if lang == "da" else "maybe earlier"))
        return spans(lines, narrow=narrow, meanings=meanings)

    return [
        Chart(
            title=Words("Hvilken strøm kom først", "Which stream came first"),
            scope=scope_of(desk, _STREAMS, _POPULATION, n=len(by_name)),
            claim=claim,
            alt=Words(
                "; ".join(_ordered(own, "da") for own in chosen), "; ".join(_ordered(own, "en") for own in chosen)
            ),
            draw=draw,
            note=Words(
                "Et mærke står, hvor to organisationer i strømmen havde nævnt teknologien. Hule mærker ligger så nær "
                "vores første dokument, at det kan være begyndt før.",
                "A mark stands where two organisations of the stream had named the technology. Hollow marks lie so "
                "near our first document that it may have begun before.",
            ),
        )
    ]


def _ordered(own: list[Row], lang: Lang) -> str:
    order = sorted(own, key=lambda row: (row.day("taken_up_date") is None, str(row.day("taken_up_date"))))
    told = " → ".join(word(STREAMS, row.text("stream")).of(lang) for row in order)
    return f"{words_of(own[0], 'technology_name_{lang}').of(lang)}: {told}"


def candidates(desk: Desk) -> Table:
    """Terms that texts begin to say and the taxonomy does not know."""
    return listing(
        desk,
        "candidates",
        Words("Nye ord, som et menneske bør se på", "New terms that a person should look at"),
        _CANDIDATES,
        col("Ord", "Term", "term"),
        col("Organisationer", "Organisations", "organisation_count", "count"),
        col("Tekster", "Texts", "text_count", "count"),
        col("Første kvartal", "First quarter", "first_quarter"),
        col("Sammenhæng", "Context", quoted("context", 160)),
        population=Words("ord uden for teknologilisten", "terms outside the list of technologies"),
        most=40,
    )

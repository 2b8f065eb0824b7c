"""Which contracts end when: the list, and the wave by half-year."""

from __future__ import annotations

from dashboards import chart
from dashboards.desk import Desk
from dashboards.figures import watch
from dashboards.naming import Segments
from dashboards.reasons import say_reason
from dashboards.rows import Row
from dashboards.section import Badge, Block, Cell, Chart, Column, Number, Numbers, Page, Section, Table
from dashboards.words import Lang, Words, same

_RUNNING = """select * from mart.contract
where days_left >= 0
order by latest_end_date, contract_id"""
_TOTALS = """select count(*) filter (days_left between 0 and 183) as ending_6m,
    count(*) filter (days_left between 0 and 365) as ending_12m,
    count(*) filter (days_left between 0 and 548) as ending_18m,
    count(*) filter (days_left >= 0) as running_count
from mart.contract"""
_WAVE = """select year(latest_end_date) || case when month(latest_end_date) <= 6 then '-H1' else '-H2' end as half_year,
    count(*) as contract_count
from mart.contract
where days_left >= 0
group by half_year
order by half_year"""
_SHOWN = 600
_POPULATION = Words(
    "løbende kontrakter med kendt eller antaget slutdato", "running contracts with a known or assumed end"
)


def _cards(desk: Desk) -> Numbers:
    def card(name: str, column: str, label: Words, light: Badge | None = None) -> Number:
        return Number(label=label, claim=desk.claim_number(name, _TOTALS, column), light=light)

    within_year = watch.light(desk, "contracts_within_year", "all")

    return Numbers(
        title=Words("Nøgletal", "Key figures"),
        quiet_title=True,
        scope=desk.scope(_POPULATION, method="mart.contract"),
        numbers=(
            card("ending_6m", "ending_6m", Words("Slutter inden for 6 måneder", "End within 6 months")),
            card(
                "ending_12m", "ending_12m", Words("Slutter inden for 12 måneder", "End within 12 months"), within_year
            ),
            card("ending_18m", "ending_18m", Words("Slutter inden for 18 måneder", "End within 18 months")),
            card("running", "running_count", Words("Løbende med kendt slutdato", "Running with a known end")),
        ),
    )


def _wave(desk: Desk) -> list[Block]:
    claim, rows = desk.claim_table("wave", _WAVE)
    rows = [row for row in rows if row.text("half_year")][:10]
    if not rows:
        return []

    def draw(lang: Lang, narrow: bool) -> str:
        data = [
            {
                "period": row.text("half_year"),
                "count": row.count("contract_count"),
                "label": str(row.count("contract_count")),
            }
            for row in rows
        ]
        return chart.counts(data, narrow=narrow, axis_title="kontrakter" if lang == "da" else "contracts", lang=lang)

    told = "; ".join(f"{row.text('half_year')}: {row.count('contract_count')}" for row in rows)
    return [
        Chart(
            title=Words(
                "Hvor mange løbende kontrakter der senest slutter i hvert af de næste ti halvår",
                "How many running contracts end at the latest in each of the next ten half-years",
            ),
            scope=desk.scope(
                _POPULATION,
                method="mart.contract",
                period=Words("de næste ti halvår", "the next ten half-years"),
                n=sum(row.count("contract_count") for row in rows),
            ),
            claim=claim,
            alt=same(told),
            draw=draw,
            note=Words(
                "Alle løbende kontrakter. Udløbsbølgen på siden Genudbud er af dem, som intet nyt udbud følger endnu.",
                "All running contracts. The expiry wave on the page Re-tenders is of those that no call follows yet.",
            ),
        )
    ]


def _list(desk: Desk, segments: Segments) -> Table:
    claim, rows = desk.claim_table("all", _RUNNING)
    return Table(
        title=Words("Kontrakter efter slutdato", "Contracts by end date"),
        scope=desk.scope(_POPULATION, method="mart.contract", n=len(rows)),
        claim=claim,
        columns=(
            Column(Words("Kontrakt", "Contract")),
            Column(Words("Ordregiver", "Buyer"), is_filter=True),
            Column(Words("Leverandør", "Supplier")),
            Column(Words("Segment", "Segment"), is_filter=True),
            Column(Words("Slutter", "Ends"), "date"),
            Column(Words("Senest, med optioner", "Latest, with options"), "date"),
            Column(Words("Værdi", "Value"), "dkk"),
            Column(Words("Dato fra", "Date from")),
            Column(Words("Belæg", "Evidence")),
        ),
        rows=tuple(_cells(desk, segments, row) for row in rows[:_SHOWN]),
        left_out=max(0, len(rows) - _SHOWN),
        empty=Words("Ingen løbende kontrakter med kendt slutdato.", "No running contracts with a known end date."),
    )


def _cells(desk: Desk, segments: Segments, row: Row) -> tuple[Cell, ...]:
    return (
        row.text("title") or same(row.text("contract_id")),
        row.text("buyer_name"),
        row.text("supplier_names"),
        segments.name(row.text("segment_code")),
        row.day("end_date"),
        row.day("latest_end_date"),
        row.maybe("amount_dkk"),
        say_reason(row.text("end_basis")),
        desk.evidence(row.text("evidence_id"), row.text("part")),
    )


def build(desk: Desk) -> list[Page]:
    """The contracts page."""
    blocks: tuple[Block, ...] = (_cards(desk), *_wave(desk), _list(desk, Segments(desk)))
    return [Page(path="contracts.html", title=SECTION.title, lead=SECTION.question, blocks=blocks)]


SECTION = Section(
    name="contracts",
    group="market",
    order=60,
    title=Words("Kontrakter", "Contracts"),
    question=Words(
        "Hvilke kontrakter slutter hvornår, og hvem har dem i dag?",
        "Which contracts end when, and who holds them today?",
    ),
    scope=Words(
        "Tildelte kontrakter i studiets segmenter, der endnu løber; en rammeaftale med flere leverandører er én "
        "kontrakt, og træk på den er ikke med.",
        "Awarded contracts in the study's segments that still run; a framework with several suppliers is one contract, "
        "and call-offs under it are left out.",
    ),
    marts=("mart.contract", "mart.notice", "mart.quote_light"),
    method=Words(
        "Slutdatoen er den oplyste, ellers start plus oplyst varighed; »senest« lægger oplyste forlængelser "
        "til. Hvor "
        "datoen kommer fra, står i tabellen.",
        "The end is the stated one, else start plus stated duration; “latest” adds stated renewals. The table says "
        "where "
        "the date comes from.",
    ),
    limits=Words(
        "En forlængelse meddeles ikke altid, og et nyt udbud kommer ofte først efter den seneste slutdato. "
        "Kontrakter uden "
        "dato er ikke med.",
        "A renewal is not always announced, and a new call often comes only after the latest end. Contracts "
        "without a "
        "date are left out.",
    ),
    build=build,
)

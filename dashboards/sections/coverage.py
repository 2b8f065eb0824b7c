"""What we hold and do not hold: sources, requests, readings, quarantine, models, and the files to take along."""

from __future__ import annotations

from dashboards.desk import Desk, fill
from dashboards.export import EXPORTS
from dashboards.reasons import say_reason
from dashboards.refusals import METRICS, MODELS, REFUSALS
from dashboards.section import Block, Cell, Column, Link, Number, Numbers, Page, Prose, Section, Table
from dashboards.streams import EVERYTHING
from dashboards.vocabulary import STREAMS, word
from dashboards.words import DA, EN, Words, same

_TOTALS = """select sum(planned_count) as planned_count, sum(ok_count) as ok_count,
    sum(unchanged_count) as unchanged_count, sum(policy_count) as policy_count, sum(failed_count) as failed_count,
    sum(part_count) as part_count, sum(read_count) as read_count, sum(quarantined_count) as quarantined_count,
    sum(out_of_scope_count) as out_of_scope_count,
    sum(abs(request_difference)) + sum(abs(reading_difference)) as difference
from mart.source_coverage"""
_SOURCES = "select * from mart.source_coverage order by stream, source"
_REASONS = """select source, reader, reason, count(*) as part_count, min(detail) as example,
    min(evidence_id) as evidence_id, arg_min(part, evidence_id) as part
from mart.quarantine
group by source, reader, reason
order by part_count desc, source, reader, reason"""
_MODELS = "select * from mart.model_card order by model, version, metric"
_REQUESTS = Words("planlagte forespørgsler til kilderne denne nat", "planned requests to the sources this night")
_READINGS = Words("alt, der er læst eller forsøgt læst, alle nætter", "all that was read or tried, every night")


def _card(desk: Desk, name: str, column: str, label: Words) -> Number:
    return Number(label=label, claim=desk.claim_number(name, _TOTALS, column))


def _night(desk: Desk) -> Numbers:
    return Numbers(
        title=Words("Nattens forespørgsler", "The night's requests"),
        scope=desk.scope(_REQUESTS, method="mart.source_coverage", streams=EVERYTHING),
        numbers=(
            _card(desk, "planned", "planned_count", Words("Planlagte", "Planned")),
            _card(desk, "ok", "ok_count", Words("Hentet", "Fetched")),
            _card(desk, "unchanged", "unchanged_count", Words("Uændret siden sidst", "Unchanged since last")),
            _card(desk, "policy", "policy_count", Words("Ikke tilladt", "Not allowed")),
            _card(desk, "failed", "failed_count", Words("Fejlet", "Failed")),
        ),
    )


def _held(desk: Desk) -> Numbers:
    return Numbers(
        title=Words("Hvad der blev af alt, vi har hentet", "What became of all that we fetched"),
        scope=desk.scope(_READINGS, method="mart.source_coverage", streams=EVERYTHING),
        numbers=(
            _card(desk, "parts", "part_count", Words("Hentede dele", "Fetched parts")),
            _card(desk, "read", "read_count", Words("Læst", "Read")),
            _card(desk, "out_of_scope", "out_of_scope_count", Words("Uden for omfang", "Out of scope")),
            _card(desk, "quarantined", "quarantined_count", Words("I karantæne", "In quarantine")),
            _card(desk, "difference", "difference", Words("Uforklaret difference", "Unexplained difference")),
        ),
    )


def _balance(desk: Desk) -> Prose:
    rows = desk.ask(_TOTALS)
    difference = rows[0].count("difference") if rows else 0
    if difference == 0:
        return Prose(
            text=Words(
                "Regnskabet går op: hver planlagt forespørgsel er hentet, uændret, ikke tilladt eller fejlet, "
                "og hver "
                "hentet del er læst, uden for omfang eller i karantæne. Differencen er 0.",
                "The account balances: every planned request is fetched, unchanged, not allowed or failed, and every "
                "fetched part is read, out of scope or in quarantine. The difference is 0.",
            )
        )
    return Prose(
        tone="warn",
        title=Words("Regnskabet går ikke op", "The account does not balance"),
        text=Words(
            f"{difference} forespørgsler eller dele mangler en forklaring. Se tabellen over kilder.",
            f"{difference} requests or parts have no explanation. See the table of sources.",
        ),
    )


_Part = tuple[str, Words]
_ASKED: tuple[_Part, ...] = (
    ("planned_count", Words("Planlagt", "Planned")),
    ("ok_count", Words("Hentet", "Fetched")),
    ("unchanged_count", Words("Uændret", "Unchanged")),
    ("policy_count", Words("Ikke tilladt", "Not allowed")),
    ("failed_count", Words("Fejlet", "Failed")),
    ("request_difference", Words("Difference", "Difference")),
)
_GIVEN: tuple[_Part, ...] = (
    ("evidence_count", Words("Belæg", "Evidence")),
    ("part_count", Words("Dele", "Parts")),
    ("read_count", Words("Læst", "Read")),
    ("out_of_scope_count", Words("Uden for omfang", "Out of scope")),
    ("quarantined_count", Words("Karantæne", "Quarantine")),
    ("record_count", Words("Poster", "Records")),
    ("reading_difference", Words("Difference", "Difference")),
)


def _by_source(desk: Desk, name: str, title: Words, population: Words, parts: tuple[_Part, ...]) -> Table:
    claim, rows = desk.claim_table(name, _SOURCES)
    return Table(
        title=title,
        scope=desk.scope(population, method="mart.source_coverage", streams=EVERYTHING),
        claim=claim,
        columns=(
            Column(Words("Kilde", "Source")),
            Column(Words("Strøm", "Stream")),
            Column(Words("Udgiver", "Publisher")),
            *(Column(words, "count") for _, words in parts),
            Column(Words("Senest hentet", "Last fetched"), "date"),
        ),
        rows=tuple(
            (
                row.text("source"),
                word(STREAMS, row.text("stream")),
                row.text("publisher"),
                *(row.count(column) for column, _ in parts),
                row.day("last_ok_at"),
            )
            for row in rows
        ),
        empty=Words("Ingen kilder.", "No sources."),
    )


def _quarantine(desk: Desk) -> Table:
    claim, rows = desk.claim_table("quarantine", _REASONS)
    return Table(
        title=Words("Karantæne: det, vi ikke kunne læse", "Quarantine: what we could not read"),
        scope=desk.scope(
            _READINGS, method="mart.quarantine", streams=EVERYTHING, n=sum(row.count("part_count") for row in rows)
        ),
        claim=claim,
        columns=(
            Column(Words("Grund", "Reason")),
            Column(Words("Kilde", "Source")),
            Column(Words("Læser", "Reader")),
            Column(Words("Dele", "Parts"), "count"),
            Column(Words("Eksempel, som læseren skrev det", "Example, as the reader wrote it")),
            Column(Words("Belæg", "Evidence")),
        ),
        rows=tuple(
            (
                word(REFUSALS, row.text("reason")),
                row.text("source"),
                row.text("reader"),
                row.count("part_count"),
                row.text("example"),
                desk.evidence(row.text("evidence_id"), row.text("part")),
            )
            for row in rows
        ),
        empty=Words("Intet er i karantæne: alt hentet blev læst.", "Nothing is in quarantine: all fetched was read."),
    )


def _models(desk: Desk) -> Table:
    claim, rows = desk.claim_table("model_cards", _MODELS)
    return Table(
        title=Words("Modelkort", "Model cards"),
        scope=desk.scope(
            Words(
                "klassifikatorer og regler, målt på mærkede eksempler",
                "classifiers and rules, measured on labelled examples",
            ),
            method="mart.model_card",
            streams=(),
            n=len(rows),
        ),
        claim=claim,
        columns=(
            Column(Words("Model", "Model")),
            Column(Words("Version", "Version")),
            Column(Words("Trænet på", "Trained on")),
            Column(Words("Mål", "Metric")),
            Column(Words("Værdi", "Value")),
            Column(Words("Bemærk", "Note")),
        ),
        rows=tuple(
            (
                word(MODELS, row.text("model")),
                row.text("version"),
                say_reason(row.text("trained_on")),
                word(METRICS, row.text("metric")),
                _measured(row.number("value")),
                say_reason(row.text("note")),
            )
            for row in rows
        ),
        empty=Words("Denne udgave bruger ingen trænede modeller.", "This edition uses no trained models."),
    )


def _measured(value: float | None) -> Cell:
    """A figure of a card: four decimals at most, and none where it has none."""
    if value is None:
        return None
    decimals = next((many for many in range(4) if round(value, many) == round(value, 4)), 4)
    return Words(DA.number(value, decimals), EN.number(value, decimals))


def _files(desk: Desk) -> Table:
    each = "select {place} as place, {name} as name, count(*) as row_count from mart."
    counts = [fill(each, place=place, name=export.name) + export.name for place, export in enumerate(EXPORTS)]
    sql = "\n".join(("select name, row_count from (", "\nunion all ".join(counts), ") order by place"))
    claim, rows = desk.claim_table("files", sql)
    meanings = {export.name: export.meaning for export in EXPORTS}
    cells: list[tuple[Cell, ...]] = [
        (
            same(row.text("name")),
            meanings[row.text("name")],
            row.count("row_count"),
            Link("CSV", f"@site/../exports/csv/{row.text('name')}.csv"),
            Link("Parquet", f"@site/../exports/parquet/{row.text('name')}.parquet"),
        )
        for row in rows
    ]
    return Table(
        title=Words("Tag data med", "Take the data along"),
        scope=desk.scope(
            Words("hele tabeller i denne udgave", "whole tables of this edition"), method="export", streams=EVERYTHING
        ),
        claim=claim,
        columns=(
            Column(Words("Tabel", "Table")),
            Column(Words("Én række er", "One row is")),
            Column(Words("Rækker", "Rows"), "count"),
            Column(Words("Regneark", "Spreadsheet")),
            Column(Words("Analyse", "Analysis")),
        ),
        rows=tuple(cells),
        empty=Words("Ingen filer.", "No files."),
        note=Words(
            "Filerne ligger i udgavens mappe exports, ved siden af siderne, sammen med alle andre tabeller. Tekster i "
            "CSV-filerne, der kunne læses som formler, begynder med en apostrof.",
            "The files lie in the edition's folder exports, beside these pages, with every other table. Texts in the "
            "CSV files that could be read as formulas begin with an apostrophe.",
        ),
    )


def build(desk: Desk) -> list[Page]:
    """The coverage page."""
    blocks: tuple[Block, ...] = (
        _night(desk),
        _held(desk),
        _balance(desk),
        _by_source(
            desk,
            "asked",
            Words("Hvad vi bad hver kilde om i nat", "What we asked of each source tonight"),
            _REQUESTS,
            _ASKED,
        ),
        _by_source(desk, "given", Words("Hvad hver kilde har givet", "What each source has given"), _READINGS, _GIVEN),
        _quarantine(desk),
        _models(desk),
        _files(desk),
        Prose(
            title=Words("Spørg selv", "Ask for yourself"),
            text=Words(
                "Hvert tal på siderne har sin forespørgsel under sig. Kør den med overblik sql, se et belæg med "
                "overblik "
                "show og belæggets nummer, og lad overblik verify regne alle tal efter.",
                "Every number on these pages has its query below it. Run it with overblik sql, see evidence with "
                "overblik "
                "show and its number, and let overblik verify compute every number again.",
            ),
        ),
    )
    return [Page(path="coverage.html", title=SECTION.title, lead=SECTION.question, blocks=blocks)]


SECTION = Section(
    name="coverage",
    group="coverage",
    order=120,
    title=Words("Dækning og metode", "Coverage and method"),
    question=Words(
        "Hvad har vi hentet og læst, hvad mangler, og hvor gode er modellerne?",
        "What have we fetched and read, what is missing, and how good are the models?",
    ),
    scope=Words(
        "Alle kilder i studiet; denne nats forespørgsler og alle nætters læsninger.",
        "All sources of the study; this night's requests and every night's readings.",
    ),
    marts=(
        "mart.source_coverage",
        "mart.quarantine",
        "mart.model_card",
        *(f"mart.{export.name}" for export in EXPORTS),
    ),
    method=Words(
        "Hver planlagt forespørgsel har præcis én slutning, og hver hentet del er læst, uden for omfang eller i "
        "karantæne "
        "med en grund. Går regnskabet ikke op, udgives intet.",
        "Every planned request has exactly one end, and every fetched part is read, out of scope or in quarantine "
        "with a "
        "reason. If the account does not balance, nothing is published.",
    ),
    limits=Words(
        "Regnskabet viser, hvad vi bad om, ikke hvad kilderne aldrig viste os.",
        "The account shows what we asked for, not what the sources never showed us.",
    ),
    build=build,
)

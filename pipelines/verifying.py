"""Is an edition still what it says? Every claim is run again, every file, quote and piece of evidence checked.

Nothing is trusted that was computed when the edition was made: queries are asked anew, files and evidence are hashed
anew, and each quote is looked up at its place in the text that was read out of the archived bytes.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboards.claims import verify_claims
from dashboards.ledger import verify_ledger
from dashboards.publishing import LEDGER
from pipelines import speaking
from pipelines.looking import choose, edition_folder
from warehouse.archive import Archive, DamagedEvidenceError, MissingEvidenceError
from warehouse.edition import Edition
from warehouse.forgetting import everything_buried
from warehouse.ledger import Ledger
from warehouse.parquet import texts_of
from warehouse.settings import Settings, Workspace


@dataclass(frozen=True)
class Verified:
    """What was checked, how much of it, and a sentence for each thing that does not hold."""

    what: str
    count: int
    complaints: tuple[str, ...]


def verify(settings: Settings, study: str | None, edition_id: str | None) -> bool:
    """Check a published edition and say what does not hold; whether all does. Raises `NightRefusedError`."""
    place = choose(settings, study, published=True)
    folder = edition_folder(place, edition_id)
    with Edition(folder) as edition:
        checked = check_edition(edition, place)
    for one in checked:
        for complaint in one.complaints[:20]:
            speaking.say(complaint)
    speaking.table(
        f"Edition {folder.name}",
        ("checked", "how many", "do not hold"),
        [(one.what, one.count, len(one.complaints)) for one in checked],
    )
    return not any(one.complaints for one in checked)


def check_edition(edition: Edition, place: Workspace) -> list[Verified]:
    """Every check of one edition, in the order from the report down to the bytes."""
    return [
        claims_hold(edition),
        documents_hold(edition),
        files_hold(edition),
        quotes_hold(edition, place),
        evidence_holds(edition, place),
    ]


def claims_hold(edition: Edition) -> Verified:
    """Run the query behind every number and table of the report again."""
    path = edition.folder / "site" / "claims.json"
    try:
        printed = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return Verified("claims of the report", 0, (f"The claims of the report ({path}) are missing or damaged.",))
    return Verified("claims of the report", len(printed), tuple(verify_claims(edition, printed)))


def documents_hold(edition: Edition) -> Verified:
    """Ask and write every sentence, cell and number of the documents anew from their ledger."""
    path = edition.folder / "report" / LEDGER
    if path.is_file() and _is_damaged(path):
        return Verified("sentences and numbers of documents", 0, (f"The documents' ledger ({path}) is damaged.",))
    ledger = _ledger(edition)
    if ledger is None:
        return Verified("sentences and numbers of documents", 0, ())
    count, complaints = verify_ledger(edition, ledger)
    return Verified("sentences and numbers of documents", count, tuple(complaints))


def _ledger(edition: Edition) -> dict[str, Any] | None:
    """The documents' ledger; None in editions that were made before there was one."""
    path = edition.folder / "report" / LEDGER
    held: dict[str, Any] | None = json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None
    return held


def _is_damaged(path: Path) -> bool:
    try:
        json.loads(path.read_bytes())
    except ValueError:
        return True
    return False


def files_hold(edition: Edition) -> Verified:
    """Compare every file of the edition with the manifest's digest."""
    complaints = []
    for name, said in edition.manifest["files"].items():
        path = edition.folder / name
        if not path.is_file():
            complaints.append(f"The file {name} is missing.")
        elif hashlib.sha256(path.read_bytes()).hexdigest() != said["sha256"]:
            complaints.append(f"The file {name} is not what the manifest says.")
    return Verified("files", len(edition.manifest["files"]), tuple(complaints))


_QUOTES = """
select text_digest, quote_start, quote_end, quote from mart.mention
union
select from_digest, before_start, before_end, before_quote from mart.page_change where before_quote is not null
union
select to_digest, after_start, after_end, after_quote from mart.page_change where after_quote is not null
union
select text_digest, quote_start, quote_end, quote from mart.statement_quote
order by all
"""


def quotes_hold(edition: Edition, place: Workspace) -> Verified:
    """Look up every quote at its place in the text that it was taken from, and what documents cite anywhere in it."""
    rows = edition.query(_QUOTES)
    cited = (_ledger(edition) or {"quotes": []})["quotes"]
    texts = texts_of(place.records, {str(row["text_digest"]) for row in [*rows, *cited]})
    complaints = [
        f"{row['document']} cites {row['quote']!r}, which the text {row['text_digest']} does not say."
        for row in cited
        if " ".join(str(row["quote"]).split()) not in " ".join(texts.get(str(row["text_digest"]), "").split())
    ]
    for row in rows:
        text = texts.get(str(row["text_digest"]))
        start, end = int(str(row["quote_start"])), int(str(row["quote_end"]))
        if text is None or hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != row["text_digest"]:
            complaints.append(f"The text {row['text_digest']} is not among the records.")
        elif text[start:end] != row["quote"]:
            complaints.append(f"The quote {row['quote']!r} does not stand at {start} in the text {row['text_digest']}.")
    return Verified("quotes", len(rows) + len(cited), tuple(complaints))


def evidence_holds(edition: Edition, place: Workspace) -> Verified:
    """Read every piece of evidence that the edition names, and compare its bytes with its name.

    Of what was masked since the edition was published, the copy that stands in its place.
    """
    named: set[str] = set()
    for table in edition.query(
        "select table_name from information_schema.columns where table_schema = 'mart' and column_name = 'evidence_id'"
    ):
        rows = edition.query(f'select distinct evidence_id from mart."{table["table_name"]}"')  # noqa: S608  the catalogue's own name
        named |= {str(row["evidence_id"]) for row in rows if row["evidence_id"]}
    archive = Archive(place.evidence)
    with Ledger(place.ledger) as ledger:
        buried = everything_buried(ledger)
    complaints = []
    for evidence_id in sorted(named):
        try:
            archive.read(buried.get(evidence_id) or evidence_id)
        except MissingEvidenceError:
            complaints.append(f"The evidence {evidence_id} is no longer in the archive.")
        except DamagedEvidenceError:
            places = " or ".join(str(path) for path in archive.places(evidence_id) if path.exists())
            complaints.append(
                f"The bytes of {evidence_id} no longer give their name: bring {places} back from a copy, or remove it "
                "and a source of files keeps it anew."
            )
    return Verified("pieces of evidence", len(named), tuple(complaints))

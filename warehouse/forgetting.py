"""What the ledger forgets when somebody is taken out of a study, or when what was refused is to be read again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from warehouse.ledger import Ledger


def replace_evidence(ledger: Ledger, evidence_id: str, instead: str) -> None:
    """Evidence was masked (`instead` names its copy) or removed (""): it is read anew, or never again."""
    with ledger.together():
        ledger.connection.execute("delete from reading where evidence_id = ?", (evidence_id,))
        ledger.connection.execute("delete from unfinished where evidence_id = ?", (evidence_id,))
        if instead:
            ledger.connection.execute("delete from evidence where evidence_id = ?", (instead,))
            ledger.connection.execute(
                "update evidence set evidence_id = ? where evidence_id = ?", (instead, evidence_id)
            )
        else:
            ledger.connection.execute("delete from evidence where evidence_id = ?", (evidence_id,))
        ledger.connection.execute(
            "update fetch set evidence_id = ? where evidence_id = ?", (instead or None, evidence_id)
        )


def forget_texts(ledger: Ledger, digests: Iterable[str]) -> None:
    """Texts whose records were rewritten are looked at anew."""
    with ledger.together():
        ledger.connection.executemany("delete from enrichment where text_digest = ?", [(one,) for one in digests])


def forget_quarantine(ledger: Ledger, *, source: str | None, reason: str | None) -> int:
    """Evidence in quarantine becomes unread (a package from its start); returns how many pieces."""
    chosen = (
        "select distinct r.evidence_id from reading r join evidence e using (evidence_id) "
        "where r.outcome = 'quarantined' and (:source is null or e.source = :source) "
        "and (:reason is null or r.reason = :reason)"
    )
    said: dict[str, object] = {"source": source, "reason": reason}
    with ledger.together():
        found = [row[0] for row in ledger.rows(chosen, said)]
        ledger.connection.executemany("delete from reading where evidence_id = ?", [(one,) for one in found])
    return len(found)


def mask(ledger: Ledger, clean: Callable[[str], str]) -> int:
    """Pass every text of the ledger through `clean`, and overwrite what was there; returns how many changed."""
    changed = 0
    ledger.connection.execute("pragma secure_delete = on")
    for table, column in _texts(ledger):
        for row in ledger.rows(f"select rowid as place, {column} as said from {table} where {column} is not null"):  # noqa: S608  our own names
            if (masked := clean(str(row["said"]))) != row["said"]:
                ledger.connection.execute(
                    f"update or replace {table} set {column} = ? where rowid = ?",  # noqa: S608  as above
                    (masked, row["place"]),
                )
                changed += 1
    ledger.connection.execute("vacuum")
    ledger.connection.execute("pragma wal_checkpoint(truncate)")
    return changed


def words(ledger: Ledger) -> Iterator[str]:
    """Every text of the ledger."""
    for table, column in _texts(ledger):
        for row in ledger.rows(f"select {column} from {table} where {column} is not null"):  # noqa: S608  our own names
            yield str(row[0])


def _texts(ledger: Ledger) -> list[tuple[str, str]]:
    tables = [row["name"] for row in ledger.rows("select name from sqlite_master where type = 'table'")]
    return [
        (table, row["name"])
        for table in tables
        for row in ledger.rows(f"pragma table_info({table})")
        if row["type"] == "TEXT"
    ]

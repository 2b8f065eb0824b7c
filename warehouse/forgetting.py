"""What the ledger forgets when somebody is taken out of a study, or when what was refused is to be read again.

Evidence that was taken out is remembered by its digest alone, with the masked copy that stands in its place: a
publisher goes on handing out the same bytes, and an edition goes on naming them until the next one is published. It is
the ledger that remembers, because the same transaction must say it that ends the evidence's rows, and because its
copies tell a machine that takes over.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from warehouse.ledger import Ledger


def replace_evidence(ledger: Ledger, evidence_id: str, instead: str, *, size: int = 0) -> None:
    """Evidence is to be masked (`instead` names its copy, of `size` bytes) or removed (""): to be said before it goes.

    The copy is read anew; what was removed never again.
    """
    with ledger.together():
        ledger.connection.execute("insert or replace into buried values (?, ?)", (evidence_id, instead))
        ledger.connection.execute("update buried set instead = ? where instead = ?", (instead, evidence_id))
        ledger.connection.execute("delete from reading where evidence_id = ?", (evidence_id,))
        ledger.connection.execute("delete from unfinished where evidence_id = ?", (evidence_id,))
        if instead and not ledger.rows("select 1 from evidence where evidence_id = ?", (instead,)):
            ledger.connection.execute(
                "update evidence set evidence_id = ?, bytes = ? where evidence_id = ?", (instead, size, evidence_id)
            )
        else:
            ledger.connection.execute("delete from evidence where evidence_id = ?", (evidence_id,))
        ledger.connection.execute(
            "update fetch set evidence_id = ? where evidence_id = ?", (instead or None, evidence_id)
        )


def instead_of(ledger: Ledger, evidence_id: str) -> str | None:
    """What stands in the place of evidence that was taken out ("" for nothing); None for any other."""
    found = ledger.rows("select instead from buried where evidence_id = ?", (evidence_id,))
    return str(found[0]["instead"]) if found else None


def everything_buried(ledger: Ledger) -> dict[str, str]:
    """All evidence that was taken out, and what stands in its place."""
    return {row["evidence_id"]: row["instead"] for row in ledger.rows("select evidence_id, instead from buried")}


class Buried:
    """What `instead_of` says, for the many threads of a crawl: a connection of its own, asked by one at a time."""

    def __init__(self, path: Path) -> None:
        self._turn = threading.Lock()
        self._db = sqlite3.connect(path, timeout=60, check_same_thread=False)

    def __call__(self, evidence_id: str) -> str | None:
        with self._turn:
            found = self._db.execute("select instead from buried where evidence_id = ?", (evidence_id,)).fetchone()
        return str(found[0]) if found else None

    def close(self) -> None:
        """Close the connection."""
        self._db.close()


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


def mask_new(ledger: Ledger, clean: Callable[[str], str], *, since: int) -> None:
    """Pass through `clean` what the ledger says of requests after `since` and of evidence that is yet to be read."""
    chosen = {
        "fetch": ("fetch_id > :since", ("request_key", "url", "final_url", "reason")),
        "evidence": ("evidence_id not in (select evidence_id from reading)", ("url",)),
    }
    before = ledger.connection.total_changes
    ledger.connection.execute("pragma secure_delete = on")
    with ledger.together():
        for table, (which, columns) in chosen.items():
            for row in ledger.rows(
                f"select rowid as place, {', '.join(columns)} from {table} where {which}",  # noqa: S608  our own names
                {"since": since},
            ):
                for column in columns:
                    if row[column] and (masked := clean(row[column])) != row[column]:
                        ledger.connection.execute(
                            f"update or replace {table} set {column} = ? where rowid = ?",  # noqa: S608  as above
                            (masked, row["place"]),
                        )
    if ledger.connection.total_changes > before:
        ledger.connection.execute("pragma wal_checkpoint(truncate)")


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

"""The ledger: what was planned, how each of it ended, what was read, and what each night came to.

SQLite in WAL mode with `synchronous=FULL`: it is the project's only truth about what happened, so each row is on disk
before the next step relies on it. Every planned request ends in exactly one of `OUTCOMES`; every piece of evidence
and every part of a package ends as read or quarantined. A night whose sums do not close is not published.

Rejected: DuckDB for this (one writer process at a time, and crawls run side by side), a log file (cannot be asked).
"""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from warehouse.failpoint import failpoint
from warehouse.redacting import redacted
from warehouse.refusal import RefusedError
from warehouse.settings import now

OUTCOMES = {
    "ok": "the answer is in the archive",
    "unchanged": "the server, or the digest, says that nothing changed",
    "policy_robots": "robots.txt forbids it, or could not be read",
    "policy_tdm": "the publisher reserves text and data mining",
    "policy_scope": "outside the source's hosts, depth, budget or parameters",
    "policy_ssrf": "the address is not a public one",
    "challenge": "a firewall asked for a browser",
    "rate_limited": "the server asked to come later, more than once",
    "http_4xx": "the server says that it is not there or not allowed",
    "http_5xx": "the server failed",
    "timeout": "no answer in time",
    "reset": "the connection broke",
    "truncated": "the answer was cut",
    "too_large": "the answer exceeds its limit",
    "decode_error": "the answer's compression is damaged",
    "redirect_limit": "too many redirects",
    "not_published_yet": "the publisher has not published it yet",
    "unreadable_answer": "an answer that steers the crawl makes no sense",
    "missing_file": "the file is not there",
    "cancelled": "the crawl ended first",
}
POLICY = frozenset(outcome for outcome in OUTCOMES if outcome.startswith("policy_"))
FINE = frozenset({"ok", "unchanged", "not_published_yet", *POLICY})

_SCHEMA = """
create table if not exists night (
    night_id text primary key, study text not null, as_of text not null, started_at text not null, ended_at text,
    outcome text not null default 'running', reason text, edition_id text, pid integer not null);
create table if not exists stage (
    night_id text not null, stage text not null, started_at text not null, ended_at text, seconds real,
    outcome text, note text, primary key (night_id, stage));
create table if not exists crawl (
    crawl_id text primary key, night_id text not null, source text not null, started_at text not null,
    ended_at text, outcome text, reason text);
create table if not exists fetch (
    fetch_id integer primary key, crawl_id text not null, source text not null, request_key text not null,
    url text not null, planned_at text not null, ended_at text, outcome text, http_status integer,
    evidence_id text, bytes integer, media_type text, final_url text, etag text, last_modified text,
    robots_verdict text, tdm_verdict text, reason text, unique (crawl_id, request_key));
create index if not exists fetch_by_request on fetch (source, request_key, fetch_id);
create table if not exists evidence (
    evidence_id text primary key, source text not null, url text, media_type text, publisher text,
    publication_number text, bytes integer not null, first_seen text not null);
create table if not exists reading (
    evidence_id text not null, part text not null, reader text not null, outcome text not null, reason text,
    detail text, records integer not null, batch text not null, read_at text not null,
    primary key (evidence_id, part));
create index if not exists reading_by_batch on reading (batch);
create table if not exists unfinished (evidence_id text primary key);
create table if not exists buried (evidence_id text primary key, instead text not null);
create table if not exists enrichment (
    text_digest text not null, tagger text not null, batch text not null, primary key (text_digest, tagger));
create table if not exists watermark (source text primary key, value text not null, updated_at text not null);
"""


class LedgerError(RuntimeError):
    """Something asked the ledger to contradict itself."""


@dataclass(frozen=True, kw_only=True)
class Ending:
    """How one planned request ended; `outcome` is a key of `OUTCOMES`."""

    outcome: str
    http_status: int | None = None
    evidence_id: str | None = None
    bytes: int | None = None
    media_type: str | None = None
    final_url: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    robots_verdict: str | None = None
    tdm_verdict: str | None = None
    reason: str | None = None


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How one piece of evidence, or one part of a package, was read; `outcome` is read or quarantined."""

    evidence_id: str
    part: str
    reader: str
    outcome: str
    reason: str | None = None
    detail: str | None = None
    records: int = 0


def _damaged(path: Path, fault: sqlite3.Error) -> DamagedLedgerError:
    return DamagedLedgerError(
        f"The ledger {path} is damaged ({fault}); bring it back from a copy, with the evidence beside it, by "
        "`overblik restore STUDY --archive COPY` on an empty home."
    )


class DamagedLedgerError(RefusedError):
    """A file that is no ledger any more; the sentence says what to do."""


class Ledger:
    """One connection to a ledger file. Open one per process; several processes may write in turn.

    Raises `DamagedLedgerError` where the file is there and is none.
    """

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self.path = path
        self._db = sqlite3.connect(path, timeout=60, isolation_level=None)
        self._db.row_factory = sqlite3.Row
        try:
            self._db.execute("pragma journal_mode = wal")
            self._db.execute("pragma synchronous = full")
            self._db.executescript(_SCHEMA)
        except sqlite3.OperationalError:
            self._db.close()
            raise
        except sqlite3.DatabaseError as fault:
            self._db.close()
            raise _damaged(path, fault) from None

    @property
    def connection(self) -> sqlite3.Connection:
        """The connection itself, for `warehouse.forgetting` alone."""
        return self._db

    def close(self) -> None:
        """Close the connection."""
        self._db.close()

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything inside is written at once or not at all."""
        self._db.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._db.execute("rollback")
            raise
        failpoint("ledger.commit")
        self._db.execute("commit")
        failpoint("ledger.committed")

    def rows(self, sql: str, values: Sequence[object] | dict[str, object] = ()) -> list[sqlite3.Row]:
        """Rows of a question to the ledger, for status pages, checks and the loader."""
        try:
            return self._db.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as fault:
            if fault.sqlite_errorcode in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
                raise _damaged(self.path, fault) from None
            raise

    # -- nights ------------------------------------------------------------------------------------------------

    def begin_night(self, *, night_id: str, study: str, as_of: str) -> list[str]:
        """Open a night. Nights of this study that never ended are closed as abandoned; returns the ids of the dead.

        The caller holds the workspace's lock, so an open night can only be a dead one, and a paused one is passed by.
        """
        with self.together():
            dead = [row["night_id"] for row in self.rows("select night_id from night where outcome = 'running'")]
            self._db.execute(
                "update night set outcome = 'abandoned', ended_at = ?, reason = 'its process died' "
                "where outcome = 'running'",
                (now().isoformat(),),
            )
            self._db.execute(
                "update night set outcome = 'abandoned', reason = 'a later night began before it was published' "
                "where outcome = 'paused'"
            )
            self._db.execute(
                "update fetch set outcome = 'cancelled', ended_at = ?, reason = 'the night was abandoned' "
                "where outcome is null",
                (now().isoformat(),),
            )
            self._db.execute(
                "update crawl set outcome = 'abandoned', ended_at = ? where ended_at is null", (now().isoformat(),)
            )
            self._db.execute(
                "insert into night (night_id, study, as_of, started_at, pid) values (?, ?, ?, ?, ?)",
                (night_id, study, as_of, now().isoformat(), os.getpid()),
            )
        failpoint("ledger.begun")
        return dead

    def end_night(
        self, *, night_id: str, outcome: str, reason: str | None = None, edition_id: str | None = None
    ) -> None:
        """Close a night as published, unchanged, kept_last_good or failed."""
        self._db.execute(
            "update night set outcome = ?, reason = ?, edition_id = ?, ended_at = ? where night_id = ?",
            (outcome, reason, edition_id, now().isoformat(), night_id),
        )

    def confirm_published(self, night_id: str) -> None:
        """People read this night's edition: a night that died before it could say so is entered as published."""
        self._db.execute(
            "update night set outcome = 'published', edition_id = night_id, "
            "reason = 'its process died after publishing' where night_id = ? and outcome in ('abandoned', 'failed')",
            (night_id,),
        )

    def note_stage(self, *, night_id: str, stage: str, seconds: float, outcome: str, note: str) -> None:
        """Keep how long a stage took and what it came to, in one sentence."""
        self._db.execute(
            "insert or replace into stage (night_id, stage, started_at, ended_at, seconds, outcome, note) "
            "values (?, ?, ?, ?, ?, ?, ?)",
            (night_id, stage, now().isoformat(), now().isoformat(), seconds, outcome, note),
        )

    # -- crawls and requests -----------------------------------------------------------------------------------

    def begin_crawl(self, *, crawl_id: str, night_id: str, source: str) -> None:
        """Open a crawl of one source."""
        self._db.execute(
            "insert into crawl (crawl_id, night_id, source, started_at) values (?, ?, ?, ?)",
            (crawl_id, night_id, source, now().isoformat()),
        )

    def end_crawl(self, *, crawl_id: str, outcome: str, reason: str | None = None) -> None:
        """Close a crawl; requests that it planned and never ended become cancelled."""
        with self.together():
            self._db.execute(
                "update fetch set outcome = 'cancelled', ended_at = ?, reason = coalesce(?, 'the crawl ended first') "
                "where crawl_id = ? and outcome is null",
                (now().isoformat(), reason, crawl_id),
            )
            self._db.execute(
                "update crawl set outcome = ?, reason = ?, ended_at = ? where crawl_id = ?",
                (outcome, redacted(reason) if reason else None, now().isoformat(), crawl_id),
            )
        failpoint("ledger.crawl_ended")

    def plan(self, *, crawl_id: str, source: str, request_key: str, url: str) -> int | None:
        """Plan one request; returns its id, or None where the crawl planned the same request before."""
        cursor = self._db.execute(
            "insert or ignore into fetch (crawl_id, source, request_key, url, planned_at) values (?, ?, ?, ?, ?)",
            (crawl_id, source, redacted(request_key), redacted(url), now().isoformat()),
        )
        failpoint("ledger.planned")
        return cursor.lastrowid if cursor.rowcount else None

    def end(self, fetch_id: int, ending: Ending) -> None:
        """Give a planned request its one end. A second end is an error of ours."""
        if ending.outcome not in OUTCOMES:
            raise LedgerError(f"there is no outcome {ending.outcome!r}")
        told = {name: redacted(said) if isinstance(said, str) else said for name, said in asdict(ending).items()}
        said = told | {"ended_at": now().isoformat(), "fetch_id": fetch_id}
        columns = ", ".join(f"{name} = :{name}" for name in said if name != "fetch_id")
        changed = self._db.execute(
            f"update fetch set {columns} where fetch_id = :fetch_id and outcome is null",  # noqa: S608  our own names
            said,
        )
        if changed.rowcount != 1:
            raise LedgerError(f"request {fetch_id} had ended before")

    def last_answer(self, *, source: str, request_key: str) -> sqlite3.Row | None:
        """The last fetch of this request that gave, or confirmed, evidence; for conditional requests."""
        rows = self.rows(
            "select * from fetch where source = ? and request_key = ? and outcome in ('ok', 'unchanged') "
            "and evidence_id is not null order by fetch_id desc limit 1",
            (source, request_key),
        )
        return rows[0] if rows else None

    def last_asked(self, *, source: str, request_key: str) -> sqlite3.Row | None:
        """The last time that this request was really sent, with the day (`as_of`) of its night; however it ended.

        An end without an HTTP status on the word of somebody else (a sitemap) was not sent.
        """
        rows = self.rows(
            "select fetch.*, night.as_of from fetch join crawl using (crawl_id) join night using (night_id) "
            "where fetch.source = ? and request_key = ? and not (fetch.outcome = 'unchanged' and http_status is null) "
            "and fetch.ended_at is not null order by fetch_id desc limit 1",
            (source, request_key),
        )
        return rows[0] if rows else None

    def note_evidence(
        self,
        *,
        evidence_id: str,
        source: str,
        url: str | None,
        media_type: str | None,
        size: int,
        publisher: str | None = None,
        publication_number: str | None = None,
    ) -> bool:
        """Register evidence that the archive holds; returns whether it is new."""
        cursor = self._db.execute(
            "insert or ignore into evidence (evidence_id, source, url, media_type, publisher, publication_number, "
            "bytes, first_seen) values (?, ?, ?, ?, ?, ?, ?, ?)",
            (evidence_id, source, url, media_type, publisher, publication_number, size, now().isoformat()),
        )
        return cursor.rowcount == 1

    # -- reading and enriching ---------------------------------------------------------------------------------

    def unread(self, *, readers: Iterable[str], again: Iterable[str] = ()) -> list[sqlite3.Row]:
        """Evidence that must be read, oldest first.

        That is: evidence never read, read by a reader that is no longer among `readers`, a package whose reading was
        not finished, and all evidence of the sources in `again`.
        """
        return self.rows(
            "select e.* from evidence e where not exists (select 1 from reading r where r.evidence_id = e.evidence_id) "
            "or exists (select 1 from reading r where r.evidence_id = e.evidence_id "
            "and r.reader not in (select value from json_each(:readers))) "
            "or e.evidence_id in (select evidence_id from unfinished) "
            "or e.source in (select value from json_each(:again)) order by e.first_seen, e.evidence_id",
            {"readers": json.dumps(sorted(readers)), "again": json.dumps(sorted(again))},
        )

    def begin_package(self, evidence_id: str) -> None:
        """A package is read from its start: its earlier readings no longer count, and it is unread until finished."""
        with self.together():
            self._db.execute("insert or ignore into unfinished values (?)", (evidence_id,))
            self._db.execute("delete from reading where evidence_id = ?", (evidence_id,))

    def note_readings(self, *, batch: str, readings: Sequence[Reading], finished: Iterable[str] = ()) -> None:
        """Register what a batch read. The batch's record files are already on disk when this is called.

        An earlier reading of the same part is replaced: its records no longer count. A package's readings may come in
        several batches after `begin_package`; `finished` are the packages that are now read to their end.
        """
        at = now().isoformat()
        with self.together():
            # What was a package under an earlier reader may now be one document: then its parts go.
            self._db.executemany(
                "delete from reading where evidence_id = ? and part <> '' "
                "and evidence_id not in (select evidence_id from unfinished)",
                [(reading.evidence_id,) for reading in readings if not reading.part],
            )
            self._db.executemany(
                "insert or replace into reading values (:evidence_id, :part, :reader, :outcome, :reason, :detail, "
                ":records, :batch, :read_at)",
                [vars(reading) | {"batch": batch, "read_at": at} for reading in readings],
            )
            self._db.executemany("delete from unfinished where evidence_id = ?", [(one,) for one in finished])

    def note_enrichment(self, *, tagger: str, batch: str, digests: Iterable[str]) -> None:
        """Register texts that a tagger (name and version) has seen, and the batch that holds what it found."""
        self.note_enrichments(tagger=tagger, batches=dict.fromkeys(digests, batch))

    def note_enrichments(self, *, tagger: str, batches: Mapping[str, str]) -> None:
        """The same for texts of several batches, by digest, at once."""
        rows = [(digest, tagger, batch) for digest, batch in batches.items()]
        with self.together():
            self._db.executemany("insert or replace into enrichment values (?, ?, ?)", rows)

    def watermark(self, source: str) -> str | None:
        """How far a source was collected, in the source's own terms."""
        rows = self.rows("select value from watermark where source = ?", (source,))
        return str(rows[0]["value"]) if rows else None

    def set_watermark(self, *, source: str, value: str) -> None:
        """Move a source's watermark; only after everything before it is in the archive."""
        self._db.execute("insert or replace into watermark values (?, ?, ?)", (source, value, now().isoformat()))

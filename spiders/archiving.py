"""Keeping every answer, exactly as received, before anyone reads it; and giving every planned request its one end.

The order is what makes a name in the ledger trustworthy: bytes to disk and flushed, then the row. An answer that its
publisher reserves, or that is damaged, gives a row and no bytes.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from spiders.source import Crawl
from warehouse.archive import Archive
from warehouse.ledger import FINE, Ending


def anywhere(_: str) -> str | None:
    """The scope of a request whose redirects may lead to any public host."""
    return None


@dataclass(frozen=True, kw_only=True)
class Ask:
    """One request to plan. `key` is its identity over the nights; `url` is where it goes first.

    `steering` answers (sitemaps, search pages) are archived but not registered for reading. `expects` says what else
    than an HTML page is the only right answer. `scope` says why a redirect's target is out of bounds, or None.
    `missing` is the outcome of a 404. A `streamed` answer goes to the archive in pieces and must be a whole gzip file.
    """

    url: str
    key: str
    method: Literal["GET", "POST"] = "GET"
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    publisher: str | None = None
    publication_number: str | None = None
    steering: bool = False
    expects: Literal["json", "xml", "gzip"] | None = None
    scope: Callable[[str], str | None] = anywhere
    conditional: bool = True
    obeys_robots: bool = True
    respects_reservations: bool = True
    missing: str = "http_4xx"
    streamed: bool = False


@dataclass(frozen=True, kw_only=True)
class Verdicts:
    """What robots.txt and the publisher's reservations said of a request."""

    robots: str | None = None
    tdm: str | None = None


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How one request ended. `body` is set where bytes came; an unchanged answer's bytes lie in the archive.

    Bytes that were taken out of the study steer the crawl as they come, and nothing of them is kept.
    """

    ask: Ask
    outcome: str
    url: str
    status: int | None = None
    media_type: str | None = None
    evidence_id: str | None = None
    body: bytes | None = None
    is_new: bool = False
    reason: str | None = None

    @property
    def has_bytes(self) -> bool:
        """Whether `Keeper.bytes_of` gives anything."""
        return self.outcome in {"ok", "unchanged"} and (self.body is not None or self.evidence_id is not None)

    @property
    def is_html(self) -> bool:
        """Whether the answer calls itself a web page."""
        return "html" in (self.media_type or "")


class Keeper:
    """The way of one crawl into archive and ledger."""

    def __init__(self, crawl: Crawl) -> None:
        self.crawl = crawl
        self.archive: Archive = crawl.archive
        self._ledger = crawl.ledger
        self.ended = 0
        self._planned: set[str] = set()
        self._waiting: list[tuple[Callable[[], Answer], asyncio.Future[Answer]]] = []

    def together(self) -> AbstractContextManager[None]:
        """Plans inside reach the ledger at once: a page's hundred links cost one flush, not a hundred."""
        return self._ledger.together()

    def is_planned(self, ask: Ask) -> bool:
        """Whether this crawl planned the request before."""
        return ask.key in self._planned

    def leave_out(self, ask: Ask, reason: str) -> None:
        """Enter in the ledger a request that the source's own rules keep from being sent."""
        fetch_id = self.plan(ask)
        if fetch_id is not None:
            self._ledger.end(fetch_id, Ending(outcome="policy_scope", reason=reason))

    def plan(self, ask: Ask) -> int | None:
        """Plan a request; None where this crawl planned it before."""
        self._planned.add(ask.key)
        return self._ledger.plan(
            crawl_id=self.crawl.crawl_id, source=self.crawl.source, request_key=ask.key, url=ask.url
        )

    def last(self, ask: Ask) -> Mapping[str, str | None] | None:
        """What the last good answer to this request said of itself, where the archive still holds it."""
        row = self._ledger.last_answer(source=self.crawl.source, request_key=ask.key)
        if row is None or not self.archive.holds(row["evidence_id"]):
            return None
        return {name: row[name] for name in ("evidence_id", "etag", "last_modified", "media_type")}

    def end(
        self,
        fetch_id: int,
        ask: Ask,
        *,
        outcome: str,
        reason: str | None,
        url: str,
        status: int | None = None,
        verdicts: Verdicts = Verdicts(),
    ) -> Answer:
        """A request that brought no bytes."""
        self._ledger.end(
            fetch_id,
            Ending(
                outcome=outcome,
                reason=reason,
                http_status=status,
                final_url=url,
                robots_verdict=verdicts.robots,
                tdm_verdict=verdicts.tdm,
            ),
        )
        self._count()
        return Answer(ask=ask, outcome=outcome, url=url, status=status, reason=reason)

    def confirm(
        self, fetch_id: int, ask: Ask, *, url: str, headers: Mapping[str, str], verdicts: Verdicts
    ) -> Answer | None:
        """The server says that nothing changed; None where it says so of something that we do not hold."""
        last = self.last(ask)
        if last is None:
            return None
        evidence_id, media_type = str(last["evidence_id"]), last["media_type"]
        self._ledger.end(
            fetch_id,
            Ending(
                outcome="unchanged",
                http_status=304,
                evidence_id=evidence_id,
                media_type=media_type,
                final_url=url,
                etag=headers.get("etag", last["etag"]),
                last_modified=headers.get("last-modified", last["last_modified"]),
                robots_verdict=verdicts.robots,
                tdm_verdict=verdicts.tdm,
            ),
        )
        self._count()
        return Answer(ask=ask, outcome="unchanged", url=url, status=304, media_type=media_type, evidence_id=evidence_id)

    def last_asked(self, ask: Ask) -> tuple[date, Mapping[str, str | None]] | None:
        """The day of the night in which this was last sent, and what came; None where nothing good did or is held."""
        row = self._ledger.last_asked(source=self.crawl.source, request_key=ask.key)
        if row is None or row["outcome"] not in {"ok", "unchanged"} or row["evidence_id"] is None:
            return None
        if not self.archive.holds(row["evidence_id"]):
            return None
        names = ("evidence_id", "etag", "last_modified", "media_type", "final_url", "robots_verdict", "tdm_verdict")
        return date.fromisoformat(row["as_of"]), {name: row[name] for name in names}

    def take_word(self, fetch_id: int, ask: Ask, *, last: Mapping[str, str | None], reason: str) -> Answer:
        """End a planned request as unchanged without sending it; `last` is what `last_asked` gave."""
        evidence_id, url = str(last["evidence_id"]), last["final_url"] or ask.url
        self._ledger.end(fetch_id, Ending(outcome="unchanged", reason=reason, **last))  # type: ignore[arg-type]  # its texts
        self._count()
        return Answer(
            ask=ask, outcome="unchanged", url=url, media_type=last["media_type"], evidence_id=evidence_id, reason=reason
        )

    async def keep(
        self,
        fetch_id: int,
        ask: Ask,
        *,
        url: str,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        verdicts: Verdicts,
    ) -> Answer:
        """A whole, undamaged answer: archive it, register it, end the request as ok or unchanged."""
        # Two flushes to disk: in a thread, so that the other hosts' answers do not wait for this one's.
        evidence_id = await asyncio.to_thread(self.archive.keep, body)
        kept = None if ask.streamed else body
        return await self._with_others(
            lambda: self._enter(fetch_id, ask, url, status, headers, evidence_id, len(body), verdicts, kept)
        )

    async def _with_others(self, write: Callable[[], Answer]) -> Answer:
        """Write to the ledger together with whatever else waits to: one flush for all that came during the last one.

        Each flush holds every host up for as long as the disk takes; eight pages that wait for one do not need eight.
        """
        done: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._waiting.append((write, done))
        if len(self._waiting) == 1:
            asyncio.get_running_loop().call_soon(self._flush)
        return await done

    def _flush(self) -> None:
        waiting, self._waiting = self._waiting, []
        try:
            with self._ledger.together():
                answers = [write() for write, _ in waiting]
        except Exception as fault:  # noqa: BLE001  whoever waits is told, and alone if it was another's fault
            if len(waiting) == 1:
                waiting[0][1].set_exception(fault)
                return
            for one in waiting:
                self._waiting = [one]
                self._flush()
            return
        for (_, done), answer in zip(waiting, answers, strict=True):
            if not done.cancelled():
                done.set_result(answer)

    def keep_arrived(
        self,
        fetch_id: int,
        ask: Ask,
        *,
        url: str,
        headers: Mapping[str, str],
        arrived: tuple[str, int],
        verdicts: Verdicts,
    ) -> Answer:
        """The same for an answer that went to the archive in pieces; `arrived` is (its name, bytes)."""
        with self._ledger.together():
            return self._enter(fetch_id, ask, url, 200, headers, arrived[0], arrived[1], verdicts, None)

    def _enter(
        self,
        fetch_id: int,
        ask: Ask,
        url: str,
        status: int,
        headers: Mapping[str, str],
        evidence_id: str,
        size: int,
        verdicts: Verdicts,
        body: bytes | None,
    ) -> Answer:
        media_type = headers.get("content-type", "").split(";", 1)[0].strip().lower() or None
        last = self.last(ask)
        is_held = last is not None and last["evidence_id"] == evidence_id
        outcome = "unchanged" if is_held or not evidence_id else "ok"
        is_new = not (ask.steering or not evidence_id) and self._ledger.note_evidence(
            evidence_id=evidence_id,
            source=self.crawl.source,
            url=url,
            media_type=media_type,
            size=size,
            publisher=ask.publisher,
            publication_number=ask.publication_number,
        )
        self._ledger.end(
            fetch_id,
            Ending(
                outcome=outcome,
                http_status=status,
                evidence_id=evidence_id or None,
                bytes=size,
                media_type=media_type,
                final_url=url,
                etag=headers.get("etag"),
                last_modified=headers.get("last-modified"),
                robots_verdict=verdicts.robots,
                tdm_verdict=verdicts.tdm,
            ),
        )
        self._count()
        return Answer(
            ask=ask,
            outcome=outcome,
            url=url,
            status=status,
            media_type=media_type,
            evidence_id=evidence_id or None,
            body=body,
            is_new=is_new,
        )

    def bytes_of(self, answer: Answer) -> bytes:
        """The bytes of an answer that was ok or unchanged."""
        if answer.body is not None:
            return answer.body
        assert answer.outcome in FINE
        assert answer.evidence_id is not None
        return self.archive.read(answer.evidence_id)

    def _count(self) -> None:
        self.ended += 1
        if self.ended % 100 == 0:
            self.crawl.say(f"{self.ended} requests have ended")

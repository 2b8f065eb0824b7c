"""udbud.dk, the Danish national notices: those below the EU's thresholds, which TED never shows.

The interface has no search and its pages are in no order, so that everything registered since an hour before the
watermark is asked for and what is held already is passed over. A page holds whole notices as base64: each becomes
evidence of its own, as if it had been fetched by its own address. Rejected: the TED branch of the same interface (it
repeats TED), asking for each notice alone (a hundred times the requests, for the same bytes).
"""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from pydantic import BaseModel, ConfigDict, Field

from spiders.archiving import Ask
from spiders.direct_crawl import run_directly
from spiders.fetching import Fetcher
from spiders.interfaces import FINE, Token, count, credentials, read_json, said, why_not, within
from spiders.source import Crawl, Source
from warehouse.ledger import Ending
from warehouse.settings import now

CLIENT_ID = "OVERBLIK_UDBUD_CLIENT_ID"
CLIENT_SECRET = "OVERBLIK_UDBUD_CLIENT_SECRET"  # noqa: S105  the name of a variable, not what it holds
_PAST_THE_LAST_PAGE = 416
_LOGIN_OVER = 401


class UdbudOptions(BaseModel):
    """What is collected of udbud.dk."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    since: date | None = Field(default=None, description="first day of registration; the study's period if unset")
    branch: str = Field(default="DKUDBUD", pattern="^(DKUDBUD|TED|ALLE)$", description="DKUDBUD, TED or ALLE")
    first_page: int = Field(default=1, ge=0, le=1, description="the number of the first page")
    page_size: int = Field(default=100, ge=1, le=100)
    max_pages: int = Field(default=400, ge=1, description="pages of one night; the rest follow")
    hours_back: int = Field(default=1, ge=0, le=720, description="hours before the watermark that are asked again")
    api: str = Field(default="https://api.udbud.dk/udbud", description="where the interface is")
    login: str = Field(default="https://erst.virk.dk/auth/token", description="where access tokens are given")
    site: str = Field(default="https://udbud.dk", description="where people read the notices")


@dataclass(frozen=True, kw_only=True)
class Row:
    """One notice of a page: `xml` is None where its bytes cannot be read."""

    notice_id: str
    version: str
    number: str | None
    xml: bytes | None


def read_rows(document: Any) -> tuple[list[Row | None], int | None] | None:
    """The notices of a page (None for each without an identity) and the total; None where it is no page."""
    if not isinstance(document, dict):
        return None
    rows = next((value for value in document.values() if isinstance(value, list)), None)
    total = next((found for key in ("totalt", "total") if (found := count(document.get(key))) is not None), None)
    if rows is None:
        return None if total != 0 else ([], 0)
    return [_row(each) for each in rows], total


def _row(row: Any) -> Row | None:
    if not isinstance(row, dict) or not (notice_id := said(row.get("noticeId"))):
        return None
    try:
        xml: bytes | None = base64.b64decode(said(row.get("bekendtgoerelseXml")) or "", validate=True)
    except (binascii.Error, ValueError):
        xml = None
    version = said(row.get("noticeVersion")) or "01"
    return Row(notice_id=notice_id, version=version, number=said(row.get("noticePublicationNumber")), xml=xml or None)


@dataclass(frozen=True)
class _Sweep:
    """Everything registered since a moment, how many rows of it earlier nights had, when the first of them began."""

    since: datetime
    rows: int
    began: datetime


class _Udbud:
    """One night's way through the pages."""

    def __init__(self, crawl: Crawl, fetcher: Fetcher, options: UdbudOptions, token: Token) -> None:
        self.crawl, self.fetcher, self.options, self.token = crawl, fetcher, options, token

    async def collect(self) -> None:
        """Page by page to the end; the watermark moves when everything came."""
        sweep = self._sweep()
        first = self.options.first_page + sweep.rows // self.options.page_size
        rows_given = sweep.rows - sweep.rows % self.options.page_size
        for number in range(first, first + self.options.max_pages):
            page = await self._page(number, sweep.since)
            if page is None:
                return
            rows, total = page
            rows_given += len(rows)
            self._keep(rows)
            if not rows or (total is not None and rows_given >= total):
                seen = self._seen_since(sweep.began)
                if total is not None and rows and seen < total:
                    self.crawl.leave_off(f"the pages count {total} notices and held {seen}")
                    if sweep.rows:
                        self._reach(f"{sweep.since.isoformat()} 0 {sweep.began.isoformat()}")
                elif not self.crawl.incomplete:
                    self._reach(sweep.began.replace(tzinfo=None, microsecond=0).isoformat())
                return
        self.crawl.say(f"{self.options.max_pages} pages are enough for one night; the rest follow")
        self._reach(f"{sweep.since.isoformat()} {rows_given} {sweep.began.isoformat()}")

    def _sweep(self) -> _Sweep:
        """What to ask for: everything since the watermark, or what a night left of that, where its pages were enough.

        Pages move while nights go by, so whoever goes on ends at the moment at which the first of these nights began:
        what was registered since then is asked for once more.
        """
        since = datetime.combine(self.options.since or self.crawl.spec.period_start, datetime.min.time())
        watermark = self.crawl.ledger.watermark(self.crawl.source)
        if watermark is None:
            return _Sweep(since, 0, now())
        reached, *left = watermark.split()
        if left:
            return _Sweep(datetime.fromisoformat(reached), int(left[0]), datetime.fromisoformat(left[1]))
        since = max(since, datetime.fromisoformat(reached) - timedelta(hours=self.options.hours_back))
        return _Sweep(since, 0, now())

    def _seen_since(self, began: datetime) -> int:
        """How many notices stood on the pages of all nights since then."""
        found = self.crawl.ledger.rows(
            "select count(distinct request_key) as n from fetch where source = ? and request_key like 'notice %' "
            "and planned_at >= ?",
            (self.crawl.source, began.isoformat()),
        )
        return int(found[0]["n"])

    def _reach(self, watermark: str) -> None:
        self.crawl.ledger.set_watermark(source=self.crawl.source, value=watermark)

    async def _page(self, number: int, since: datetime) -> tuple[list[Row | None], int | None] | None:
        """A page; empty past the last one, None where it did not come."""
        api = self.options.api.rstrip("/")
        query = urlencode({"page": number, "size": self.options.page_size, "since": f"{since:%Y-%m-%dT%H:%M:%S}"})
        url = f"{api}/ekstern-data/bekendtgoerelse/v1/fraKilde/{self.options.branch}?{query}"
        for attempt in (1, 2):
            header = await self.token.header()
            if header is None:
                return None
            answer = await self.fetcher.ask(
                Ask(
                    url=url,
                    key=f"page {number} since {since:%Y-%m-%dT%H:%M:%S} try {attempt}",
                    headers={**header, "Accept": "application/json"},
                    steering=True,
                    expects="json",
                    conditional=False,
                    scope=within(url),
                    obeys_robots=False,  # robots.txt speaks to those who follow links; this is a documented interface
                    respects_reservations=False,
                )
            )
            if answer is not None and answer.status == _LOGIN_OVER and attempt == 1:
                self.token.drop()
                continue
            break
        if answer is not None and answer.status == _PAST_THE_LAST_PAGE and number > self.options.first_page:
            return [], None
        if answer is None or answer.outcome not in FINE:
            self.crawl.leave_off(f"page {number} did not come ({why_not(answer)})")
            return None
        page = read_rows(read_json(self.fetcher.keeper.bytes_of(answer)))
        if page is None:
            self.crawl.leave_off(f"page {number} makes no sense")
        return page

    def _keep(self, rows: list[Row | None]) -> None:
        """Each notice of a page as evidence of its own: bytes to disk first, then the rows of all at once."""
        named = [row for row in rows if row is not None]
        if len(named) < len(rows):
            self.crawl.leave_off(f"{len(rows) - len(named)} notices of a page have no id")
        kept = [self.crawl.archive.keep(row.xml) if row.xml else None for row in named]
        with self.crawl.ledger.together():
            for row, evidence_id in zip(named, kept, strict=True):
                self._enter(row, evidence_id)

    def _enter(self, row: Row, evidence_id: str | None) -> None:
        crawl, key = self.crawl, f"notice {row.notice_id} {row.version}"
        asked = {"noticeId": row.notice_id, "noticeVersion": row.version}
        if row.number:
            asked["noticePublicationNumber"] = row.number
        url = f"{self.options.site.rstrip('/')}/detaljevisning?{urlencode(asked, quote_via=quote)}"
        last = crawl.ledger.last_answer(source=crawl.source, request_key=key)
        fetch_id = crawl.ledger.plan(crawl_id=crawl.crawl_id, source=crawl.source, request_key=key, url=url)
        if fetch_id is None:
            return  # pages move while they are read, so a notice may stand on two of them
        if evidence_id is None or row.xml is None:
            crawl.ledger.end(fetch_id, Ending(outcome="unreadable_answer", reason="its bytes are no base64"))
            return
        if evidence_id:  # else these bytes were taken out of the study
            crawl.ledger.note_evidence(
                evidence_id=evidence_id,
                source=crawl.source,
                url=url,
                media_type="application/xml",
                size=len(row.xml),
                publisher=crawl.spec.publisher,
                publication_number=row.number,
            )
        is_held = not evidence_id or (last is not None and last["evidence_id"] == evidence_id)
        crawl.ledger.end(
            fetch_id,
            Ending(
                outcome="unchanged" if is_held else "ok",
                evidence_id=evidence_id or None,
                bytes=len(row.xml),
                media_type="application/xml",
                final_url=url,
            ),
        )


async def collect_udbud(crawl: Crawl, fetcher: Fetcher, options: UdbudOptions, secrets: tuple[str, ...]) -> None:
    """Collect what was registered since the watermark, through this fetcher."""
    await _Udbud(crawl, fetcher, options, Token(fetcher, options.login, secrets)).collect()


def crawl(crawl: Crawl) -> None:
    """Collect the notices registered since the watermark; refused in one sentence without credentials."""
    options = crawl.spec.options
    assert isinstance(options, UdbudOptions)
    secrets = credentials(crawl, CLIENT_ID, CLIENT_SECRET)
    if secrets is not None:
        run_directly(crawl, lambda fetcher: collect_udbud(crawl, fetcher, options, secrets))


SOURCE = Source(
    kind="udbud_dk",
    title="udbud.dk, Danish national notices",
    publisher="Danish Business Authority (Erhvervsstyrelsen)",
    licence="Official notices; reuse with the source named",
    terms="Access by the role MU_API_DATASYNK, which an organisation applies for through MitID Erhverv",
    politeness="One request at a time, a second or more apart; only what was registered since the last night.",
    options=UdbudOptions,
    crawl=crawl,
)

"""The journal's own host: packages, single notices, the release calendar, and the challenge to plain user agents."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from spiders.rehearsal.answers import Answer, Request, not_found
from spiders.rehearsal.issues import FIRST_DAY, issue_days, release_calendar
from spiders.rehearsal.markup import element, text
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.packages import cut, daily_members, packed, write_notice

HOST = "ted.example"
ROBOTS = b"User-agent: *\nDisallow: /intern/\n"
_PLAIN_AGENTS = ("python", "curl", "wget", "scrapy", "httpx", "aiohttp", "go-http", "java", "okhttp", "libwww")
_DAILY = re.compile(r"^/packages/daily/(\d{4})(\d{5})$")
_MONTHLY = re.compile(r"^/packages/monthly/(\d{4})-(\d{1,2})$")
_XML = re.compile(r"^/[a-z]{2}/notice/(\d+-\d{4})/xml$")
_PAGE = re.compile(r"^/[a-z]{2}/notice/-/detail/(\d+-\d{4})$")
_CALENDAR = re.compile(r"^/en/release-calendar/-/download/file/CSV/(\d{4})$")


def is_challenged(request: Request) -> bool:
    """Whether the firewall wants to see a browser: no user agent, or a library's default one."""
    agent = request.headers.get("user-agent", "").strip().lower()
    return not agent or agent.startswith(_PLAIN_AGENTS)


class JournalHost:
    """Serves what has been published up to a night; packages are packed once and kept."""

    def __init__(self, notices: tuple[NoticeEvent, ...], poison: NoticeEvent) -> None:
        self._by_id = {notice.notice_id: notice for notice in (*notices, poison)}
        self._poison = poison.notice_id
        self._members = daily_members(notices, poison)
        self._xml = lru_cache(maxsize=None)(write_notice)
        self._daily = lru_cache(maxsize=None)(self._pack_daily)
        self._monthly = lru_cache(maxsize=None)(self._pack_monthly)

    def answer(self, request: Request, as_of: date) -> Answer:
        """The answer of `ted.example` on the night of `as_of`."""
        path = request.path
        if path == "/robots.txt":
            return Answer(media_type="text/plain", body=ROBOTS, modified=FIRST_DAY)
        if found := _CALENDAR.match(path):
            return Answer(media_type="text/csv; charset=utf-8", body=release_calendar(int(found[1])).encode())
        if found := _PAGE.match(path):
            return self._page(found[1], as_of) or not_found(path)
        if is_challenged(request):
            return Answer(status=202, media_type="text/html", headers=(("x-amzn-waf-action", "challenge"),))
        if found := _XML.match(path):
            notice = self._by_id.get(found[1])
            if notice is None or notice.published > as_of:
                return not_found(path)
            data = self._xml(notice)
            return Answer(media_type="application/xml", body=cut(data) if found[1] == self._poison else data)
        body: bytes | None = None
        if found := _DAILY.match(path):
            body = self._daily_of(int(found[1]), int(found[2]), as_of)
        elif found := _MONTHLY.match(path):
            body = self._monthly_of(int(found[1]), int(found[2]), as_of)
        return Answer(media_type="application/gzip", body=body) if body else not_found(path)

    def _daily_of(self, year: int, issue: int, as_of: date) -> bytes | None:
        days = issue_days(year)
        if not 1 <= issue <= len(days) or days[issue - 1] > as_of or days[issue - 1] < FIRST_DAY:
            return None
        return self._daily(days[issue - 1])

    def _monthly_of(self, year: int, month: int, as_of: date) -> bytes | None:
        if not 1 <= month <= 12 or date(year, month, 1) < FIRST_DAY:
            return None
        after = date(year + month // 12, month % 12 + 1, 1)
        appears = [day for day in (*issue_days(after.year), *issue_days(after.year + 1)) if day >= after][4]
        return self._monthly((year, month)) if appears <= as_of else None

    def _pack_daily(self, day: date) -> bytes:
        return packed(self._members.get(day, {}))

    def _pack_monthly(self, month: tuple[int, int]) -> bytes:
        days = (members for day, members in self._members.items() if (day.year, day.month) == month)
        return packed({name: data for members in days for name, data in members.items()})

    def _page(self, notice_id: str, as_of: date) -> Answer | None:
        notice = self._by_id.get(notice_id)
        if notice is None or notice.published > as_of:
            return None
        head = element("head", text("title", notice.title))
        body = element("body", text("h1", notice.title), text("p", notice.description))
        return Answer(body=f"<!doctype html>{element('html', head, body, lang=notice.language)}".encode())

"""What a web site among a source's options is, and which of its addresses are asked for: scope, budget, traps.

A site is asked breadth first from its start pages and its sitemaps, up to its budget. A link to another host is no
request. A link within the site that a rule keeps out is planned and ends as `policy_scope`, so that the ledger shows
what was left out and why; of each reason only the first `SHOWN` are, for a trap has no end.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlsplit

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from spiders.links import canonical_url

if TYPE_CHECKING:
    from spiders.source import Crawl

SHOWN = 20
SAME_PAGES = 3
QUERIES_OF_A_PATH = 20
_RUN = re.compile(r"\d+")


CHANGE_TYPES = (
    "product",
    "reference_customer",
    "partner",
    "price",
    "hiring",
    "ownership",
    "standard",
    "other",
)


class IgnoreRule(BaseModel):
    """What is no news on a site's pages: lines that a pattern finds, or changes of a type, on some of its paths."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    path: str = Field(default="/*", pattern=r"^/", description="pattern of the paths that the rule is for, as /job/*")
    line: str | None = Field(default=None, max_length=300, description="regular expression of lines to leave out")
    change_type: str | None = Field(default=None, description="a type of change to leave out")
    why: str = Field(min_length=3, description="why it is no news, for whoever reads the study later")

    @field_validator("line")
    @classmethod
    def _is_a_pattern(cls, line: str | None) -> str | None:
        try:
            if line is not None and re.compile(line).search(""):
                raise ValueError(f"{line!r} matches every line")
        except re.error as fault:
            raise ValueError(f"{line!r} is no regular expression ({fault})") from None
        return line

    @field_validator("change_type")
    @classmethod
    def _is_a_type(cls, change_type: str | None) -> str | None:
        if change_type is not None and change_type not in CHANGE_TYPES:
            raise ValueError(f"{change_type!r} is no type of change; known: {', '.join(CHANGE_TYPES)}")
        return change_type

    @model_validator(mode="after")
    def _says_what(self) -> IgnoreRule:
        if (self.line is None) == (self.change_type is None):
            raise ValueError("a rule says either a line or a change_type")
        return self


class SiteOptions(BaseModel):
    """One web site: where to start, what belongs to it, and how much of it is asked for in one night."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    publisher: str | None = Field(
        default=None, description="who answers for the site; the source's if unset, else the host"
    )
    start: tuple[str, ...] = Field(min_length=1, description="pages to begin with")
    hosts: tuple[str, ...] = Field(default=(), description="hosts that belong to it; those of `start` if unset")
    sitemap: bool = Field(default=True, description="whether its sitemaps are read too")
    feeds: bool | tuple[str, ...] = Field(
        default=True, description="true: the feeds that its start pages name; or a list of their addresses; false: none"
    )
    recheck_days: int = Field(
        default=7, ge=0, le=90, description="days for which a sitemap's word that a page is unchanged is taken; 0: none"
    )
    include: tuple[str, ...] = Field(default=(), description="path patterns to follow, as /nyheder/*; all if unset")
    exclude: tuple[str, ...] = Field(default=(), description="path patterns never to follow; they win over include")
    parameters: tuple[str, ...] = Field(default=(), description="query parameters that name different pages")
    ignore: tuple[IgnoreRule, ...] = Field(default=(), description="what is no news where a page changes")
    max_pages: int = Field(default=200, ge=1, le=20_000, description="pages of one night")
    max_depth: int = Field(default=4, ge=0, le=20, description="links from a start page or sitemap")

    @field_validator("start", "feeds")
    @classmethod
    def _whole_addresses(cls, said: bool | tuple[str, ...]) -> bool | tuple[str, ...]:
        for url in said if isinstance(said, tuple) else ():
            if canonical_url(url) is None:
                raise ValueError(f"{url!r} is no http or https address")
        return said

    @property
    def all_hosts(self) -> frozenset[str]:
        """Every host that belongs to the site, with and without www."""
        hosts = self.hosts or tuple(urlsplit(canonical_url(url) or "").netloc for url in self.start)
        return frozenset(twin for host in hosts for twin in _twins(host.lower()))


class SitesOptions(BaseModel):
    """The options of a source that is a list of web sites."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    sites: tuple[SiteOptions, ...] = Field(min_length=1)


def family(url: str) -> str:
    """Host and path without the last step, digits made one (`/kalender/2026/x`: `/kalender/0/`)."""
    parts = urlsplit(url)
    return parts.netloc + _RUN.sub("0", parts.path.rsplit("/", 1)[0] + "/")


class Site:
    """One site within one crawl: its rules, and what was spent of its budget."""

    def __init__(self, options: SiteOptions, *, publisher: str | None, url_length: int) -> None:
        self.options = options
        self.hosts = options.all_hosts
        hosts = options.hosts or tuple(urlsplit(canonical_url(url) or "").netloc for url in options.start)
        self.publisher = options.publisher or publisher or sorted(hosts)[0]
        self.planned = 0
        self.shown: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.changed: dict[str, date] = {}
        self._url_length = url_length
        self._queries: Counter[str] = Counter()
        self._digests: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._traps: set[str] = set()

    def outside(self, url: str) -> str | None:
        """Why a URL is not this site's at all; also the scope that a redirect may not leave."""
        netloc = urlsplit(url).netloc.lower()
        return None if netloc in self.hosts else f"{netloc} is not one of the site's hosts"

    def leaves_out(self, url: str, depth: int) -> str | None:
        """Why a canonical URL of this site is not asked for, or None; counts what it lets pass."""
        parts = urlsplit(url)
        options = self.options
        if any(fnmatchcase(parts.path, pattern) for pattern in options.exclude):
            return "an exclude pattern"
        if depth and options.include and not any(fnmatchcase(parts.path, pattern) for pattern in options.include):
            return "no include pattern"
        if depth > options.max_depth:
            return "deeper than max_depth"
        if len(url) > self._url_length:
            return "a URL too long"
        if why := self._leaves_out_query(parts.query, parts.netloc + parts.path):
            return why
        if family(url) in self._traps:
            return "a trap: one page under many addresses"
        if self.planned >= options.max_pages:
            return "beyond max_pages"
        self.planned += 1
        if parts.query:
            self._queries[parts.netloc + parts.path] += 1
        return None

    def _leaves_out_query(self, query: str, path: str) -> str | None:
        names = [name for name, _ in parse_qsl(query, keep_blank_values=True)]
        if self.options.parameters:
            if any(name not in self.options.parameters for name in names):
                return "a parameter not among parameters"
        elif len(names) > 2:
            return "more than two parameters"
        return "too many queries of one path" if self._queries[path] >= QUERIES_OF_A_PATH and names else None

    def seen(self, url: str, digest: str) -> None:
        """A page came; the same bytes under three addresses of one family close the family."""
        same = self._digests[family(url)]
        same[digest] += 1
        if same[digest] >= SAME_PAGES:
            self._traps.add(family(url))

    def note_changed(self, url: str, day: date) -> None:
        """A sitemap says when a page last changed; of several words the latest stands."""
        self.changed[url] = max(day, self.changed.get(url, day))

    def is_unchanged(self, url: str, *, asked_as_of: date, as_of: date) -> bool:
        """Whether the sitemap's word is enough tonight, of a page last asked for in a night as of `asked_as_of`.

        Only a change on a day strictly before that night's is sure to have been seen. Nights count by the day as of
        which they ran, not by the clock, so that who runs them again decides the same.
        """
        day = self.changed.get(url)
        if day is None or day >= asked_as_of:
            return False
        return 0 <= (as_of - asked_as_of).days < self.options.recheck_days

    def may_show(self, reason: str) -> bool:
        """Whether one more request left out for this reason is entered in the ledger."""
        self.left_out[reason] += 1
        self.shown[reason] += 1
        return self.shown[reason] <= SHOWN


def _twins(host: str) -> tuple[str, str]:
    return (host, host.removeprefix("www.") if host.startswith("www.") else f"www.{host}")


def crawl_sites(crawl: Crawl) -> None:
    """Collect every site of a source's options, side by side, each host at its own pace."""
    from spiders.scrapy_crawl import run_spider
    from spiders.site_spider import SiteSpider

    assert isinstance(crawl.spec.options, SitesOptions)
    run_spider(SiteSpider, crawl, options=crawl.spec.options)

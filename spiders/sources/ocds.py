"""OCDS from any publisher: addresses of release packages, record packages or JSON Lines, with their next pages.

Each answer is evidence as it came. A package may name its next page (`links.next`), which is followed on the same host
alone; a file of lines has none.
"""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field, field_validator

from spiders.archiving import Ask
from spiders.direct_crawl import run_directly
from spiders.fetching import Fetcher
from spiders.interfaces import FINE, next_page, read_json, why_not, within
from spiders.links import canonical_url
from spiders.source import Crawl, Source


class OcdsOptions(BaseModel):
    """Where the packages are."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    urls: tuple[str, ...] = Field(min_length=1, description="addresses of packages or files, asked for each night")
    follow_next: bool = Field(default=True, description="whether next pages are asked for")
    max_pages: int = Field(default=200, ge=1, description="pages of one address in one night")

    @field_validator("urls")
    @classmethod
    def _whole_addresses(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        for url in urls:
            if canonical_url(url) is None:
                raise ValueError(f"{url!r} is no http or https address")
        return urls


async def collect_ocds(crawl: Crawl, fetcher: Fetcher, options: OcdsOptions) -> None:
    """Collect every address and its next pages, through this fetcher."""
    asked: set[str] = set()
    for first in options.urls:
        url: str | None = first
        for _ in range(options.max_pages):
            if url is None or url in asked:
                break
            asked.add(url)
            url = await _page(crawl, fetcher, url, follow_next=options.follow_next)
        else:
            if url is not None and url not in asked:
                crawl.leave_off(f"{first} has more than {options.max_pages} pages")


async def _page(crawl: Crawl, fetcher: Fetcher, url: str, *, follow_next: bool) -> str | None:
    answer = await fetcher.ask(
        Ask(
            url=url,
            key=url,
            headers={"Accept": "application/json"},
            publisher=crawl.spec.publisher,
            expects="json",
            scope=within(url),
        )
    )
    if answer is None or answer.outcome not in FINE:
        crawl.leave_off(f"{url} did not come ({why_not(answer)})")
        return None
    if not follow_next:
        return None
    following = next_page(read_json(fetcher.keeper.bytes_of(answer)), base=url)
    if following is not None and (why := within(url)(following)):
        crawl.leave_off(f"the next page leads to another host: {why}")
        return None
    return following


def crawl(crawl: Crawl) -> None:
    """Collect every address of the options."""
    options = crawl.spec.options
    assert isinstance(options, OcdsOptions)
    run_directly(crawl, lambda fetcher: collect_ocds(crawl, fetcher, options))


SOURCE = Source(
    kind="ocds",
    title="Open Contracting data of any publisher",
    publisher="The publisher that the study names",
    licence="As the publisher says in its packages",
    terms="The publisher's own; robots.txt and reservations are honoured",
    politeness="One request at a time, five seconds apart or what robots.txt asks; unchanged answers are not repeated.",
    options=OcdsOptions,
    crawl=crawl,
)

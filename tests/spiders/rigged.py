"""A crawl without a network and without waiting: answers by address, and a clock that sleeping moves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from spiders.fetching import Fetcher
from spiders.source import Crawl, Limits, SourceSpec
from spiders.wire import WireAnswer, WireFault
from warehouse.archive import Archive
from warehouse.forgetting import Buried
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace

Script = WireAnswer | WireFault | Callable[[], WireAnswer]
NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)


class Nothing(BaseModel):
    """No options."""


def a_crawl(
    root: Path,
    *,
    delay: float = 5.0,
    rehearsal: bool = False,
    proxy: str | None = "http://127.0.0.1:9",
    limits: Limits | None = None,
    name: str = "prøve",
    crawl_id: str = "nat-1-prøve-1",
    night_id: str = "nat-1",
) -> Crawl:
    """A crawl in this process, over a workspace of its own."""
    place = Workspace(root).make()
    ledger = Ledger(place.ledger)
    ledger.begin_crawl(crawl_id=crawl_id, night_id=night_id, source=name)
    return Crawl(
        spec=SourceSpec(
            name=name,
            kind="folder",
            stream="vendor",
            delay_seconds=delay,
            options=Nothing(),
            period_start=date(2026, 1, 1),
        ),
        crawl_id=crawl_id,
        as_of=date(2026, 6, 1),
        settings=Settings(proxy=proxy),
        rehearsal=rehearsal,
        limits=limits or Limits(),
        ledger=ledger,
        archive=Archive(place.evidence, instead=Buried(place.ledger)),
    )


@dataclass
class VirtualTime:
    """A clock that only sleeping and exchanges move."""

    seconds: float = 0.0
    slept: list[float] = field(default_factory=list)

    def clock(self) -> float:
        """Seconds since the start."""
        return self.seconds

    def wall(self) -> datetime:
        """The same as a time of day."""
        return NOON + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        """Waits no time at all."""
        self.slept.append(seconds)
        self.seconds += seconds


@dataclass
class Rigged:
    """A transport that answers from scripts: the first for each address, then the next, the last for ever."""

    scripts: dict[str, list[Script]]
    time: VirtualTime = field(default_factory=VirtualTime)
    takes: float = 0.25
    sent: list[tuple[float, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    in_flight: dict[str, int] = field(default_factory=dict)
    most_in_flight: int = 0

    async def send(self, *, url: str, headers: Any = None, **_: Any) -> WireAnswer:
        """One exchange, as scripted."""
        host = url.split("/")[2]
        self.sent.append((self.time.seconds, url))
        self.headers.append(dict(headers or {}))
        self.in_flight[host] = self.in_flight.get(host, 0) + 1
        self.most_in_flight = max(self.most_in_flight, *self.in_flight.values())
        await self.time.sleep(self.takes)
        self.in_flight[host] -= 1
        scripts = self.scripts.get(url, [WireAnswer(status=404)])
        script = scripts.pop(0) if len(scripts) > 1 else scripts[0]
        if isinstance(script, WireFault):
            raise script
        return script() if callable(script) else script

    def fetcher(self, crawl: Crawl, *, chance: float = 0.5) -> Fetcher:
        """A fetcher on this transport and this clock."""
        return Fetcher(
            crawl, self, clock=self.time.clock, sleep=self.time.sleep, chance=lambda: chance, wall=self.time.wall
        )

    def pages(self) -> list[str]:
        """The addresses asked for, without the policy files."""
        return [url for _, url in self.sent if not url.endswith(("/robots.txt", "/tdmrep.json"))]


def page(body: str = "<html><body>side</body></html>", status: int = 200, **headers: str) -> WireAnswer:
    """A web page, or what stands in its place."""
    said = {"content-type": "text/html"} | {name.replace("_", "-"): value for name, value in headers.items()}
    return WireAnswer(status=status, headers=said, body=body.encode())


def rows(drawing: str) -> list[list[str]]:
    """The rows of a table drawn as text, without its header and its ruler."""
    lines = [line.strip() for line in drawing.strip().splitlines()]
    return [[cell.strip() for cell in line.split("|")] for line in lines[1:] if not set(line) <= set("-+ |")]

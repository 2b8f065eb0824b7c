"""What one source is: a publisher's channel, how politely it is asked, and the crawl that asks it.

A kind of source is a module on the shelf `spiders/sources/` with one `SOURCE`. A study names kinds and gives each its
options, which are checked before anything is asked: a misspelt option is refused, never ignored. Importing this module
is cheap; Scrapy is imported in the crawl's own process alone.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, time
from functools import cache
from typing import Literal

from pydantic import BaseModel

from warehouse.archive import Archive
from warehouse.ledger import Ledger
from warehouse.settings import Settings

Stream = Literal["procurement", "vendor", "policy"]


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one crawl may take at most. Seconds are of wall time, bytes are after decompression."""

    timeout_seconds: float = 60.0
    package_seconds: float = 1800.0
    crawl_seconds: float = 3 * 3600.0
    answer_bytes: int = 32 << 20
    html_bytes: int = 8 << 20
    package_bytes: int = 2 << 30
    redirects: int = 5
    tries: int = 3
    url_length: int = 1000


@dataclass(frozen=True, kw_only=True)
class SourceSpec:
    """One source as a study declares it.

    `name` is the study's own name for it, `kind` a name on the shelf, `options` an instance of the kind's options.
    `delay_seconds` is the gap between two requests to one host: at least 1, or 0 in a rehearsal. `scope_countries` are
    two-letter codes, `scope_cpv` beginnings of CPV codes; both may be empty, which is no limit.
    """

    name: str
    kind: str
    publisher: str | None = None
    stream: Stream
    delay_seconds: float = 5.0
    options: BaseModel
    scope_countries: tuple[str, ...] = ()
    scope_cpv: tuple[str, ...] = ()
    period_start: date


@dataclass(kw_only=True)
class Crawl:
    """One crawl under way, in its own process: what to ask, and where what came back is kept."""

    spec: SourceSpec
    crawl_id: str
    as_of: date
    settings: Settings
    rehearsal: bool
    limits: Limits
    ledger: Ledger
    archive: Archive
    say: Callable[[str], None] = lambda _: None
    incomplete: list[str] = field(default_factory=list)

    @property
    def source(self) -> str:
        """The study's name of the source: what ledger and records carry."""
        return self.spec.name

    def leave_off(self, reason: str) -> None:
        """Say, once for each reason, that the source was not collected to its end tonight."""
        if reason not in self.incomplete:
            self.incomplete.append(reason)


@dataclass(frozen=True, kw_only=True)
class Source:
    """One kind of source. `politeness` is the sentence that documentation shows; hours are local to Copenhagen."""

    kind: str
    title: str
    publisher: str
    licence: str
    terms: str
    politeness: str
    options: type[BaseModel]
    crawl: Callable[[Crawl], None]
    opening_hours: tuple[time, time] | None = None
    asks_network: bool = True


@cache
def sources() -> dict[str, Source]:
    """Every kind on the shelf, by its name. Raises `ValueError` where a module states no `SOURCE` of its own name."""
    from spiders import sources as shelf

    found: dict[str, Source] = {}
    for module in pkgutil.iter_modules(shelf.__path__):
        source = getattr(importlib.import_module(f"{shelf.__name__}.{module.name}"), "SOURCE", None)
        if not isinstance(source, Source) or source.kind != module.name:
            raise ValueError(f"spiders/sources/{module.name}.py states no SOURCE of the kind {module.name!r}.")
        found[source.kind] = source
    return dict(sorted(found.items()))

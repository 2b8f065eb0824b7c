"""What a guard is: a reason not to publish tonight, and what a study may say about when it has one.

Guards look at counts, never at content. Each finding names the source, the reason, the last good day and the one
command to look. A source too small to be judged by its volume is not judged by it: what chance alone would give is no
reason to keep a night back; the study can give such a source a floor.

The defaults were set on simulated years of weekday rhythm, holidays, a quiet summer and noise (the tests replay one):
halves and doubles are seen, and no ordinary day is. Rejected: a model of the season (a year of nights must exist
first), thresholds in standard deviations alone (with eight values the deviation itself is a guess).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pydantic import BaseModel, ConfigDict, Field


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SourceGuard(_Table):
    """`[[guard.source]]`: what is known of one source's volume and rhythm; requests are those answered on one day."""

    name: str
    floor: int = Field(default=0, ge=0, description="fewer answered requests than this on one day are a fault")
    ceiling: int | None = Field(default=None, ge=1, description="more answered requests than this are a fault")
    fresh_days: int | None = Field(default=None, ge=1, description="without new content for longer, it is a fault")
    closed_days: tuple[date, ...] = Field(default=(), description="days on which the publisher publishes nothing")


class Guard(_Table):
    """`[guard]`: when a night is kept back. Shares are 0–1; each default says why it is what it is."""

    weeks: int = Field(default=8, ge=2, description="how far back a weekday is compared; longer than a holiday season")
    least_days: int = Field(default=4, ge=2, description="fewer days of that weekday say nothing")
    fall: float = Field(default=0.55, gt=0, lt=1, description="below this part of the median; a half is always below")
    rise: float = Field(default=1.8, gt=1, description="above this many medians; a double is always above")
    surprise: float = Field(default=5.0, gt=0, description="standard errors beyond what chance alone gives")
    shard_share: float = Field(default=0.1, gt=0, le=1, description="a host that gives so much may not be missing")
    repeated_share: float = Field(default=0.2, gt=0, le=1, description="answers that repeat another one's bytes")
    fill_drop: float = Field(default=0.05, gt=0, le=1, description="fall of a key column's fill rate")
    drift_share: float = Field(default=0.2, gt=0, le=1, description="new notices in which a path stands that is new")
    quarantine_share: float = Field(default=0.05, gt=0, le=1, description="new pieces that could not be read")
    least_new: int = Field(default=30, ge=1, description="fewer new records say nothing about fill rates and drift")
    procurement_fresh_days: int = Field(default=5, ge=1, description="a long weekend is four days")
    source: tuple[SourceGuard, ...] = ()

    def of(self, name: str) -> SourceGuard:
        """What the study says of one source."""
        return next((one for one in self.source if one.name == name), SourceGuard(name=name))


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One reason not to publish: which guard, which source, why, since when it is not good, where to look."""

    guard: str
    source: str
    reason: str
    last_good: date | None
    look: str

    def __str__(self) -> str:
        since = f"last good {self.last_good}" if self.last_good else "never good"
        return f"{self.source}: {self.reason} ({self.guard}; {since}; look: {self.look})"


@dataclass(frozen=True, kw_only=True)
class Day:
    """What one source gave on one day, all runs of that day together. `hosts` counts answers by host."""

    day: date
    answered: int
    distinct: int
    new: int
    records: int
    quarantined: int
    hosts: dict[str, int]
    is_judged: bool = True

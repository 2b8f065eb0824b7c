"""What a study may say of its radar: how many must name a technology for a ring, and how long that counts.

    [radar]
    explore_strategies = 8      # instead of 5

Evidence is counted by whole quarters, so months come in threes. Rejected: thresholds per technology (a ring would no
longer mean the same on two cards).
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from warehouse.estimators.ring import Thresholds

_DEFAULT = Thresholds()
_Bodies = Annotated[int, Field(ge=1, le=1000)]
_Months = Annotated[int, Field(ge=3, le=120, multiple_of=3)]


class Radar(BaseModel):
    """The `[radar]` table: the thresholds of the rings, each printed beside the ring that it decides."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    watch_organisations: _Bodies = _DEFAULT.watch_organisations
    watch_months: _Months = _DEFAULT.watch_months
    explore_strategies: _Bodies = _DEFAULT.explore_strategies
    explore_months: _Months = _DEFAULT.explore_months
    adopt_buyers: _Bodies = _DEFAULT.adopt_buyers
    adopt_months: _Months = _DEFAULT.adopt_months
    established_buyers: _Bodies = _DEFAULT.established_buyers
    established_months: _Months = _DEFAULT.established_months
    fading_quarters: int = Field(default=_DEFAULT.fading_quarters, ge=1, le=12)

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.established_buyers < self.adopt_buyers:
            raise ValueError(
                f"established_buyers ({self.established_buyers}) cannot be below adopt_buyers ({self.adopt_buyers})"
            )
        return self

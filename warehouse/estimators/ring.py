"""On which ring of the radar does a technology stand, by rules that anybody can check, and without flickering?

A quarter's counts give the ring that the rules name; the ring that is shown moves when the rules have named a new one
two quarters in a row. Where the two quarters name different rings beyond the present one, the nearer counts. A fall
must have lasted four quarters to be one, so it waits no longer. Rejected: a committee's opinion (cannot be re-run), a
score over all counts (nobody can say what would change it).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

RINGS = ("none", "watch", "explore", "adopt", "established")
STEADY_QUARTERS = 2


@dataclass(frozen=True)
class Thresholds:
    """How many must name a technology for a ring, and how far back it counts: a study's `[radar]`."""

    watch_organisations: int = 3
    watch_months: int = 24
    explore_strategies: int = 5
    explore_months: int = 48
    adopt_buyers: int = 3
    adopt_months: int = 36
    established_buyers: int = 10
    established_months: int = 36
    fading_quarters: int = 4


@dataclass(frozen=True)
class Standing:
    """What is known at the end of a quarter: organisations, strategies and buyers that name the technology.

    `falling_quarters` is for how many quarters in a row, this one included, its share of documents has surely fallen.
    """

    organisations: int
    strategies: int
    tender_buyers: int
    award_buyers: int
    falling_quarters: int


def rule_of(standing: Standing, least: Thresholds) -> str:
    """The ring that the rules name: none, watch, explore, adopt, established or fading."""
    if standing.organisations < least.watch_organisations:
        return "none"
    if standing.falling_quarters >= least.fading_quarters:
        return "fading"
    if standing.award_buyers >= least.established_buyers:
        return "established"
    if standing.tender_buyers >= least.adopt_buyers:
        return "adopt"
    return "explore" if standing.strategies >= least.explore_strategies else "watch"


def numbers_of(standing: Standing, ring: str, least: Thresholds) -> str:
    """The rule of a ring with the numbers of this standing, as a sentence."""
    organisations = f"{standing.organisations} organisations in {least.watch_months} months"
    return {
        "none": f"{organisations}; watch needs {least.watch_organisations}",
        "watch": f"{organisations} (needs {least.watch_organisations}); "
        f"{standing.strategies} strategies, explore needs {least.explore_strategies}",
        "explore": f"{standing.strategies} strategies in {least.explore_months} months "
        f"(needs {least.explore_strategies}); "
        f"{standing.tender_buyers} buyers with a tender, adopt needs {least.adopt_buyers}",
        "adopt": f"{standing.tender_buyers} buyers with a tender in {least.adopt_months} months "
        f"(needs {least.adopt_buyers}); "
        f"{standing.award_buyers} with an award, established needs {least.established_buyers}",
        "established": f"{standing.award_buyers} buyers with an award in {least.established_months} months "
        f"(needs {least.established_buyers})",
        "fading": f"its share of documents has surely fallen for {standing.falling_quarters} quarters "
        f"(needs {least.fading_quarters})",
    }[ring]


def settled(named: Sequence[str]) -> list[str]:
    """The ring that is shown in each quarter, from those that the rules name; the first is taken as it is."""
    shown: list[str] = []
    for place, ring in enumerate(named):
        if not shown or ring == "fading":
            shown.append(ring)
            continue
        now, recent = shown[-1], named[place - STEADY_QUARTERS + 1 : place + 1]
        if "fading" in recent or now in recent:
            shown.append(now)
        elif now == "fading":
            shown.append(min(recent, key=RINGS.index))
        else:
            steps = [RINGS.index(one) - RINGS.index(now) for one in recent]
            together = all(step > 0 for step in steps) or all(step < 0 for step in steps)
            shown.append(RINGS[RINGS.index(now) + min(steps, key=abs)] if together else now)
    return shown

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
WATCH_ORGANISATIONS, WATCH_MONTHS = 3, 24
EXPLORE_STRATEGIES, EXPLORE_MONTHS = 5, 48
ADOPT_BUYERS, ADOPT_MONTHS = 3, 36
ESTABLISHED_BUYERS, ESTABLISHED_MONTHS = 10, 36
FADING_QUARTERS = 4
STEADY_QUARTERS = 2


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


def rule_of(standing: Standing) -> str:
    """The ring that the rules name: none, watch, explore, adopt, established or fading."""
    if standing.organisations < WATCH_ORGANISATIONS:
        return "none"
    if standing.falling_quarters >= FADING_QUARTERS:
        return "fading"
    if standing.award_buyers >= ESTABLISHED_BUYERS:
        return "established"
    if standing.tender_buyers >= ADOPT_BUYERS:
        return "adopt"
    return "explore" if standing.strategies >= EXPLORE_STRATEGIES else "watch"


def numbers_of(standing: Standing, ring: str) -> str:
    """The rule of a ring with the numbers of this standing, as a sentence."""
    return {
        "none": f"{standing.organisations} organisations in {WATCH_MONTHS} months; watch needs {WATCH_ORGANISATIONS}",
        "watch": f"{standing.organisations} organisations in {WATCH_MONTHS} months (needs {WATCH_ORGANISATIONS}); "
        f"{standing.strategies} strategies, explore needs {EXPLORE_STRATEGIES}",
        "explore": f"{standing.strategies} strategies in {EXPLORE_MONTHS} months (needs {EXPLORE_STRATEGIES}); "
        f"{standing.tender_buyers} buyers with a tender, adopt needs {ADOPT_BUYERS}",
        "adopt": f"{standing.tender_buyers} buyers with a tender in {ADOPT_MONTHS} months (needs {ADOPT_BUYERS}); "
        f"{standing.award_buyers} with an award, established needs {ESTABLISHED_BUYERS}",
        "established": f"{standing.award_buyers} buyers with an award in {ESTABLISHED_MONTHS} months "
        f"(needs {ESTABLISHED_BUYERS})",
        "fading": f"its share of documents has surely fallen for {standing.falling_quarters} quarters "
        f"(needs {FADING_QUARTERS})",
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

"""What share of those whom we hear say something, how sure that is, and whether two groups differ.

A plain share has Wilson's interval, here as in every SQL model, so that one figure has one interval wherever it stands;
it stays sound at nought and at all. A group's share is shrunken towards the whole, as firmly as the groups are alike
(beta-binomial by moments), but its interval is what the group's own members allow, exact like Fisher's test, by which
groups are compared; q-values are `trend.adjusted`. Rejected: Wald intervals (nought wide at nought of ten), Jeffreys'
(as good, but no SQL model can reckon them), plain shares of small groups (the smallest groups always lead), the
shrunken share's own interval (it takes the whole and the likeness of groups for known, and covered 41 to 73 % of the
true shares of groups of five to ten), chi-square (wrong below five expected cases).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv
from scipy.stats import binom, hypergeom

LEVEL = 0.95
_HALF = 0.5
_Z = 1.959963984540054
_WEAKEST = 1.0
_SEED, _DRAWS = 20_261_127, 4_000


@dataclass(frozen=True)
class Share:
    """A share from 0 to 1 with the two ends of its 95 % interval."""

    share: float
    low: float
    high: float


def share_of(count: float, total: float) -> Share | None:
    """`count` of `total` (neither need be whole) with Wilson's interval; None where nobody is heard."""
    if total <= 0:
        return None
    share, part = count / total, _Z**2 / total
    wide = float(np.sqrt(max(share * (1 - share) * part + part**2 / 4, 0.0))) / (1 + part)
    centre = (share + part / 2) / (1 + part)
    return Share(share=share, low=min(max(centre - wide, 0.0), share), high=max(min(centre + wide, 1.0), share))


def shrunken(count: float, total: float, *, whole: float, strength: float) -> Share:
    """A group's share shrunken towards `whole` (0 to 1) by `strength` imagined members that are like the whole.

    The interval is Clopper and Pearson's of the group alone, and the share is held within it.
    """
    tail = (1 - LEVEL) / 2
    low = float(betaincinv(count, total - count + 1, tail)) if count > 0 else 0.0
    high = float(betaincinv(count + 1, total - count, 1 - tail)) if count < total else 1.0
    drawn_in = (count + strength * whole) / (total + strength)
    return Share(share=min(max(drawn_in, low), high), low=low, high=high)


def graded(whole: int, half: int, total: int) -> Share | None:
    """The mean of `total` (one at least) that count whole, half or not at all; None where nobody is heard.

    Halves are no half cases: thirty-nine of thirty-nine halves are surely a half, which an interval of 19.5 in 39 does
    not know. So the three answers are drawn together (Dirichlet with half a case added to each, seeded).
    """
    if total <= 0:
        return None
    cells = [total - whole - half + _HALF, half + _HALF, whole + _HALF]
    means = np.random.default_rng(_SEED).dirichlet(cells, _DRAWS) @ np.array([0.0, _HALF, 1.0])
    tail = (1 - LEVEL) / 2
    low, high = (float(end) for end in np.quantile(means, [tail, 1 - tail]))
    middle = (whole + _HALF * half) / total
    return Share(share=middle, low=min(low, middle), high=max(high, middle))


def prior_strength(counts: Sequence[float], totals: Sequence[float]) -> float:
    """How many imagined members the groups' likeness is worth: many where they differ by chance alone.

    At least 1, and no more than there are members: what is not heard cannot make sure.
    """
    heard = [(float(count), float(total)) for count, total in zip(counts, totals, strict=True) if total > 0]
    members = sum(total for _, total in heard)
    if len(heard) < 2 or members <= len(heard):
        return _WEAKEST
    whole = sum(count for count, _ in heard) / members
    chance = whole * (1 - whole)
    if chance <= 0:
        return members
    between = sum(total * (count / total - whole) ** 2 for count, total in heard)
    scale = members - sum(total**2 for _, total in heard) / members
    variance = (between - (len(heard) - 1) * chance) / scale
    if variance <= 0:
        return members
    return float(np.clip(chance / variance - 1, _WEAKEST, members))


def differs(count: int, total: int, other_count: int, other_total: int) -> float:
    """Fisher's exact two-sided p that two groups say it equally often; 1 where a group is empty."""
    if total <= 0 or other_total <= 0:
        return 1.0
    said, everybody = count + other_count, total + other_total
    possible = np.arange(max(0, said - other_total), min(said, total) + 1)
    chances = hypergeom.pmf(possible, everybody, said, total)
    own = hypergeom.pmf(count, everybody, said, total)
    # The tolerance keeps tables that are equally likely in exact arithmetic together.
    return float(min(1.0, chances[chances <= own * (1 + 1e-7)].sum()))


def difference(count: int, total: int, other_count: int, other_total: int) -> Share | None:
    """Share minus other share with Newcombe's interval made of the two of Wilson; None without both groups."""
    own, other = share_of(count, total), share_of(other_count, other_total)
    if own is None or other is None:
        return None
    middle = own.share - other.share
    low = middle - float(np.hypot(own.share - own.low, other.high - other.share))
    high = middle + float(np.hypot(own.high - own.share, other.share - other.low))
    return Share(share=middle, low=low, high=high)


def changed(*, began: int, stopped: int, total: int) -> tuple[Share, float]:
    """The change of a share in one panel asked twice, with its interval, and the p of the exact sign test.

    Of `total` members (at least one) `began` to say it and `stopped` saying it. The interval is Agresti and Min's: half
    a member is added to each of the four cells, so that it has a width where nobody changed.
    """
    middle = (began - stopped) / total
    gained, lost, whole = began + _HALF, stopped + _HALF, total + 4 * _HALF
    centre = (gained - lost) / whole
    wide = _Z * float(np.sqrt(max(gained + lost - (gained - lost) ** 2 / whole, 0.0))) / whole
    moved = began + stopped
    p = min(1.0, 2 * float(binom.cdf(min(began, stopped), moved, 0.5))) if moved else 1.0
    low, high = min(centre - wide, middle), max(centre + wide, middle)
    return Share(share=middle, low=max(low, -1.0), high=min(high, 1.0)), p

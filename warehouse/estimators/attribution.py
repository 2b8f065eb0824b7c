"""Why did a figure change between two editions? One factor is switched at a time, and the parts sum to the change.

The way from the edition before to this one has five steps in a fixed order: method, coverage, merging of players,
restated sources, new events. After each step the figure is computed from the rows as they then stand; the difference
to the step before is that cause's part. What an edition published may differ from what its rows give by today's rule;
both such differences belong to the method, unless they are rounding, which goes to the largest part. So the parts
telescope to the change exactly.

The order is a rule, not a truth: where two causes touch the same row, the later one is measured on what the earlier
one left. It goes from us to the world, so that "new events" is never credited with what we did ourselves. Rejected:
averaging over all orders (120 recomputations, and no row can be shown for a part), a rest named "other".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

CAUSES = ("method", "coverage", "entity_merge", "restated_source", "new_events")
STEPS = len(CAUSES) + 1
ROUNDING = 1e-5
"""What differs by less, as a part of the figure, was rounded when it was stored: that is no change of method."""


def attribute(before: float, after: float, computed: Sequence[float | None]) -> dict[str, float] | None:
    """The part of each cause in `after - before`; they sum to it, up to rounding of the last bit.

    `computed` are the figure after steps 0 to 5. None where a step gives no figure: then nothing can be attributed.
    """
    if len(computed) != STEPS or any(value is None for value in computed):
        return None
    steps = [float(value or 0.0) for value in computed]
    parts = {cause: steps[step] - steps[step - 1] for step, cause in enumerate(CAUSES, start=1)}
    rest = (steps[0] - before) + (after - steps[-1])
    is_rounding = abs(rest) <= ROUNDING * max(abs(before), abs(after))
    parts[leading(parts) if is_rounding else "method"] += rest
    return parts


def leading(moved: Mapping[str, float]) -> str:
    """The cause behind most of what moved, for figures that are words; the first in order where two are equal."""
    return max(CAUSES, key=lambda cause: (abs(moved.get(cause, 0.0)), -CAUSES.index(cause)))

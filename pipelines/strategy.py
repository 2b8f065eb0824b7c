"""What a study says about strategy: assumptions, options of target images, plan, scenarios, partnerships, initiatives.

These tables stand in the study's own file, or in one file that `[study] strategy` names (beside the study), so that a
strategist can keep them apart from sources and players. Every `query` in them is one select on marts that answers with
one number in the column `value`, and where it can with `n`, `coverage`, `low` and `high` beside it. Rejected: a small
language for thresholds (SQL is what analysts already know, and what the report shows under each number).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any, Literal, Protocol, cast

from pydantic import BaseModel, ConfigDict, Field

_ID = Field(pattern=r"^[a-z][a-z0-9_-]{0,60}$")
Comparison = Literal["at_least", "at_most", "above", "below"]
CRITERIA = ("demand", "rivalry", "fit", "readiness")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Assumption(_Table):
    """A sentence that the strategist believes, bound to a query, a threshold and an owner."""

    id: str = _ID
    sentence_da: str = Field(min_length=1)
    sentence_en: str = Field(min_length=1)
    query: str
    comparison: Comparison
    threshold: float = Field(allow_inf_nan=False)
    margin: float = Field(default=0.0, ge=0, allow_inf_nan=False)
    minimum_n: float | None = Field(default=None, ge=0)
    minimum_coverage: float | None = Field(default=None, ge=0, le=1)
    owner: str = Field(min_length=1)
    since: date


class Option(_Table):
    """One way to settle a dimension of the target image.

    A criterion is a query, or a number of the user's own; left out, nobody has judged it and it stays unknown.
    """

    id: str = _ID
    name_da: str
    name_en: str
    demand: str | float | None = None
    rivalry: str | float | None = None
    fit: str | float | None = None
    readiness: str | float | None = None
    excludes: tuple[str, ...] = ()
    must_be_true: tuple[str, ...] = ()
    early_sign_da: str = ""
    early_sign_en: str = ""


class Dimension(_Table):
    """A question that a target image must answer, with the options to choose from."""

    id: str = _ID
    name_da: str
    name_en: str
    option: tuple[Option, ...] = Field(min_length=2, max_length=6)


class Weights(_Table):
    """How much each criterion of a target image counts; only their proportions matter."""

    demand: float = Field(default=1.0, ge=0)
    rivalry: float = Field(default=1.0, ge=0)
    fit: float = Field(default=1.0, ge=0)
    readiness: float = Field(default=1.0, ge=0)


class Range(_Table):
    """An uncertain input: low, base and high, read as the 10, 50 and 90 % points."""

    low: float = Field(allow_inf_nan=False)
    base: float = Field(allow_inf_nan=False)
    high: float = Field(allow_inf_nan=False)
    source: str = "example"


class Plan(_Table):
    """The inputs of the business plan; amounts in kroner, shares 0 to 1. All defaults are marked as examples."""

    first_year: int = Field(ge=2000, le=2100)
    inhabitants: float | None = Field(default=None, gt=0)
    price_per_inhabitant: Range = Range(low=20, base=25, high=30)
    cap_inhabitants: int = Field(default=150_000, gt=0)
    price_over_cap: float = Field(default=0.5, ge=0, le=1)
    usage_per_inhabitant: Range = Range(low=1, base=4, high=10)
    usage_price: Range = Range(low=0.1, base=0.25, high=0.4)
    adoption_at_start: Range = Range(low=0.02, base=0.05, high=0.1)
    adoption_at_most: Range = Range(low=0.5, base=0.75, high=0.95)
    adoption_half_year: Range = Range(low=1.5, base=2.5, high=4)
    adoption_speed: Range = Range(low=0.8, base=1.3, high=2.0)
    investment: Range = Range(low=40e6, base=60e6, high=95e6)
    fixed_cost: Range = Range(low=18e6, base=24e6, high=32e6)
    cost_per_inhabitant: Range = Range(low=3, base=5, high=8)
    discount_rate: float = Field(default=0.035, ge=0, lt=1)


class Scenario(_Table):
    """A named multiplier on the market projection, with the source of the figure; never folded into the interval."""

    id: str = _ID
    name_da: str
    name_en: str
    multiplier: float = Field(gt=0, allow_inf_nan=False)
    from_year: int = Field(ge=2000, le=2100)
    source: str = Field(min_length=1)


class Partnership(_Table):
    """A partnership that somebody has stated publicly: two players, the day, and where it stands."""

    left: str
    right: str
    kind: str = "partnership"
    day: date
    source: str = Field(min_length=1)


class Initiative(_Table):
    """Something to do: how long it takes, what comes before it, which assumptions gate it, which law sets its day."""

    id: str = _ID
    name_da: str
    name_en: str
    months: int = Field(ge=1, le=120)
    component: str | None = None
    after: tuple[str, ...] = ()
    gates: tuple[str, ...] = ()
    law: str | None = None
    owner: str = ""


class Strategy(_Table):
    """Everything strategic that a study, or the file that it names, may say."""

    assumption: tuple[Assumption, ...] = ()
    dimension: tuple[Dimension, ...] = Field(default=(), max_length=8)
    image_weights: Weights = Weights()
    plan: Plan | None = None
    scenario: tuple[Scenario, ...] = ()
    partnership: tuple[Partnership, ...] = ()
    initiative: tuple[Initiative, ...] = ()


KEYS = tuple(Strategy.model_fields)


class Said(Protocol):
    """The file that says it: able to refuse what stands at a place in it."""

    def refuse(self, place: Sequence[str | int], sentence: str) -> Any:
        """Refuse with file and line."""


def check_strategy(
    said: Said, strategy: Strategy, *, players: Sequence[str], components: Sequence[str], laws: Sequence[str]
) -> None:
    """Check every name that these tables use, and that initiatives do not wait for one another in a ring."""
    _once(said, strategy)
    assumptions = [one.id for one in strategy.assumption]
    options = [f"{one.id}.{option.id}" for one in strategy.dimension for option in one.option]
    for index, dimension in enumerate(strategy.dimension):
        for place, option in enumerate(dimension.option):
            here = ("dimension", index, "option", place)
            _known(said, (*here, "excludes"), option.excludes, options, "option")
            _known(said, (*here, "must_be_true"), option.must_be_true, assumptions, "[[assumption]]")
    for index, partnership in enumerate(strategy.partnership):
        for side in ("left", "right"):
            _known(said, ("partnership", index, side), [getattr(partnership, side)], players, "[[player]]")
    initiatives = [one.id for one in strategy.initiative]
    for index, initiative in enumerate(strategy.initiative):
        at = ("initiative", index)
        _known(said, (*at, "after"), initiative.after, initiatives, "[[initiative]]")
        _known(said, (*at, "gates"), initiative.gates, assumptions, "[[assumption]]")
        _known(said, (*at, "component"), [initiative.component or ""], ["", *components], "[[component]]")
        _known(said, (*at, "law"), [initiative.law or ""], ["", *laws], "row of warehouse/seeds/law_date.csv")
    _no_ring(said, strategy)


def _once(said: Said, strategy: Strategy) -> None:
    for shelf in ("assumption", "dimension", "scenario", "initiative"):
        names = [one.id for one in getattr(strategy, shelf)]
        for index, name in enumerate(names):
            if name in names[:index]:
                said.refuse((shelf, index, "id"), f"{shelf} {name!r} stands here a second time; ids are used once.")
    for index, dimension in enumerate(strategy.dimension):
        names = [one.id for one in dimension.option]
        for place, name in enumerate(names):
            if name in names[:place]:
                said.refuse(
                    ("dimension", index, "option", place, "id"),
                    f"option {name!r} stands here a second time; ids are used once.",
                )


def _known(said: Said, place: Sequence[str | int], names: Sequence[str], known: Sequence[str], what: str) -> None:
    from pipelines.study import listed, near

    for name in names:
        if name not in known:
            hint = near(name, known)
            there = "" if hint else f"; known: {listed([one for one in known if one])}"
            said.refuse(place, f"{place[-1]} names {name!r}, which is no {what}{hint}{there}.")


def _no_ring(said: Said, strategy: Strategy) -> None:
    from graphlib import CycleError, TopologicalSorter

    try:
        TopologicalSorter({one.id: set(one.after) for one in strategy.initiative}).prepare()
    except CycleError as fault:
        ring = cast("list[str]", fault.args[1])
        index = next(i for i, one in enumerate(strategy.initiative) if one.id == ring[0])
        said.refuse(("initiative", index, "after"), f"these initiatives wait for one another: {' → '.join(ring)}.")


def questions(strategy: Strategy) -> Iterator[tuple[str, str, tuple[str | int, ...], str]]:
    """Every query: what kind of question, its id, where it stands in the file, and the SQL."""
    for index, one in enumerate(strategy.assumption):
        yield "assumption", one.id, ("assumption", index, "query"), one.query
    for index, dimension in enumerate(strategy.dimension):
        for place, option in enumerate(dimension.option):
            for criterion in CRITERIA:
                if isinstance(query := getattr(option, criterion), str):
                    where = ("dimension", index, "option", place, criterion)
                    yield "option", f"{dimension.id}.{option.id}.{criterion}", where, query

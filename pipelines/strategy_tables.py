"""What a study says about strategy, and what the edition before said, as raw tables; and the check of its queries.

"Before" is the newest edition older than the night, by id: a night that is built again finds the same one, wherever
the pointer `current` stands by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from pipelines.night import Night
from pipelines.strategy import CRITERIA, Plan, Range, questions
from pipelines.study import StudyFile
from warehouse import edition as editions
from warehouse.database import Building
from warehouse.edition_diff import load_before
from warehouse.raw_strategy import STRATEGY


def check_queries(file: StudyFile) -> int:
    """Bind every query of the study to the marts; returns how many. Raises `StudyRefusedError` with the line."""
    asked = list(questions(file.strategy))
    if not asked:
        return 0
    from warehouse.model import read_models
    from warehouse.questions import QuestionError, catalogue, check_question

    models = read_models()
    with catalogue(models) as empty:
        for kind, name, place, sql in asked:
            try:
                check_question(empty, models, sql)
            except QuestionError as fault:
                file.strategy_file.refuse(place, f"{kind} {name!r}: {fault}")
    return len(asked)


def strategy_tables(night: Night) -> dict[str, pa.Table]:
    """Assumptions, options, plan, scenarios, partnerships and initiatives of the study."""
    said = night.file.strategy
    assumptions = [
        {"assumption_id": one.id, "sql": one.query} | one.model_dump(exclude={"id", "query"}) for one in said.assumption
    ]
    options = [
        {
            "dimension_id": dimension.id,
            "dimension_da": dimension.name_da,
            "dimension_en": dimension.name_en,
            "dimension_order": float(order),
            "option_id": option.id,
        }
        | option.model_dump(exclude={"id", *CRITERIA})
        | {
            name: None if given is None or isinstance(given, str) else float(given)
            for name in CRITERIA
            for given in (getattr(option, name),)
        }
        for order, dimension in enumerate(said.dimension, start=1)
        for option in dimension.option
    ]
    rows: dict[str, list[dict[str, Any]]] = {
        "study_question": [
            {"question_kind": kind, "question_id": name, "sql": sql} for kind, name, _, sql in questions(said)
        ],
        "assumption": assumptions,
        "image_option": options,
        "image_weight": [{"criterion": name, "weight": getattr(said.image_weights, name)} for name in CRITERIA],
        "plan_input": _plan_inputs(said.plan, night.as_of),
        "scenario": [
            {"scenario_id": one.id, "from_year": float(one.from_year)} | one.model_dump(exclude={"id", "from_year"})
            for one in said.scenario
        ],
        "partnership": [
            {
                "left_id": one.left,
                "right_id": one.right,
                "partnership_kind": one.kind,
                "day": one.day,
                "source": one.source,
            }
            for one in said.partnership
        ],
        "initiative": [
            {"initiative_id": one.id, "months": float(one.months), "component_id": one.component, "law_id": one.law}
            | one.model_dump(exclude={"id", "months", "component", "law"})
            for one in said.initiative
        ],
    }
    return {name: shaped(name, given) for name, given in rows.items()}


def load_strategy(night: Night, building: Building) -> None:
    """Load what the study says about strategy, and what the newest edition older than the night said."""
    for name, table in strategy_tables(night).items():
        building.load_table(name, table)
    before = editions.before(night.workspace, night.night_id)
    load_before(building, night.workspace.editions / before if before else None)


def shaped(name: str, rows: Sequence[dict[str, Any]]) -> pa.Table:
    """Rows in the columns of one raw table of strategy."""
    schema = STRATEGY[name]
    return pa.Table.from_pylist([{key: row.get(key) for key in schema.names} for row in rows], schema=schema)


def _plan_inputs(plan: Plan | None, as_of: date) -> list[dict[str, Any]]:
    """The inputs of the plan; without a `[plan]` table all are the shipped examples."""
    said = plan or Plan(first_year=as_of.year + 1)
    rows = []
    for name in Plan.model_fields:
        given = getattr(said, name)
        if given is None:
            continue
        own = plan is not None and name in plan.model_fields_set
        if isinstance(given, Range):
            figures = {"low": given.low, "base": given.base, "high": given.high}
            source = given.source if own else "example"
        else:
            figures = dict.fromkeys(("low", "base", "high"), float(given))
            source = "the study" if own else "example"
        rows.append({"input": name, "is_example": not own or source == "example", "source": source} | figures)
    return rows

"""The raw tables of strategy: what a study assumes and plans, and what the edition before this one said.

What was known before comes from the newest edition older than the night, so that a night that is built again gives the
same tables. `figure_before` and `basis_before` have columns of the tables that they are copies of.
"""

from __future__ import annotations

import pyarrow as pa

_TEXT, _NUMBER, _DAY = pa.string(), pa.float64(), pa.date32()


def _columns(text: str, *, numbers: str = "", days: str = "", truths: str = "", lists: str = "") -> pa.Schema:
    kinds: dict[str, pa.DataType] = dict.fromkeys(numbers.split(), _NUMBER)
    kinds |= dict.fromkeys(days.split(), _DAY) | dict.fromkeys(truths.split(), pa.bool_())
    kinds |= dict.fromkeys(lists.split(), pa.list_(_TEXT))
    return pa.schema([(name, kinds.get(name, _TEXT)) for name in text.split()])


STRATEGY: dict[str, pa.Schema] = {
    "study_question": _columns("question_kind question_id sql"),
    "assumption": _columns(
        "assumption_id sentence_da sentence_en comparison threshold margin minimum_n minimum_coverage owner since sql",
        numbers="threshold margin minimum_n minimum_coverage",
        days="since",
    ),
    "image_option": _columns(
        "dimension_id dimension_da dimension_en dimension_order option_id name_da name_en demand rivalry fit readiness "
        "excludes must_be_true early_sign_da early_sign_en",
        numbers="dimension_order demand rivalry fit readiness",
        lists="excludes must_be_true",
    ),
    "image_weight": _columns("criterion weight", numbers="weight"),
    "plan_input": _columns("input low base high is_example source", numbers="low base high", truths="is_example"),
    "scenario": _columns("scenario_id name_da name_en multiplier from_year source", numbers="multiplier from_year"),
    "partnership": _columns("left_id right_id partnership_kind day source", days="day"),
    "initiative": _columns(
        "initiative_id name_da name_en months component_id after gates law_id owner",
        numbers="months",
        lists="after gates",
    ),
    "edition_before": _columns("edition_id as_of", days="as_of"),
    "assumption_before": _columns(
        "edition_id as_of assumption_id status value threshold reason", numbers="value threshold", days="as_of"
    ),
    "figure_before": _columns(
        "figure slice label_da label_en value word low high n coverage is_provisional can_tell reason source_table",
        numbers="value low high n coverage",
        truths="is_provisional can_tell",
    ),
    "basis_before": _columns(
        "basis unit_id part_id slice year player_id day source version amount weight",
        numbers="amount weight",
        days="day",
    ),
}

"""What the evidence cannot answer: questions generated from the largest gaps, and whom to put them to."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

LARGEST_GAPS = 10
"""Nobody answers more than some twenty questions: importance and time of ten gaps, money and content of five."""
GAPS_PRICED = 5
FEW_SAYING = 8
WIDE_INTERVAL = 0.25
ASKED_PER_SEGMENT = 3
"""Three of each size keeps the list short and no size unheard."""
_TEXTS = {
    "importance": (
        "Hvor vigtigt er dette for jer: {da}? (1 = slet ikke, 5 = afgørende)",
        "How important is this to you: {en}? (1 = not at all, 5 = decisive)",
        "1-5",
    ),
    "when": (
        "Hvornår har I brug for det: {da}? (nu, om 1-2 år, om 3-5 år, aldrig)",
        "When do you need it: {en}? (now, in 1-2 years, in 3-5 years, never)",
        "now, 1-2y, 3-5y, never",
    ),
    "already_met": (
        "Har I allerede købt eller fået dette dækket: {da}? (ja, delvis, nej)",
        "Have you already bought this or had it covered: {en}? (yes, in part, no)",
        "yes, in part, no",
    ),
    "satisfaction": (
        "Hvor tilfredse er I med det, I bruger i dag til dette: {da}? (1 = meget utilfreds, 5 = meget tilfreds)",
        "How satisfied are you with what you use for this today: {en}? (1 = very dissatisfied, 5 = very satisfied)",
        "1-5",
    ),
    "willingness_to_pay": (
        "Hvad ville I betale om året pr. indbygger, og i hvilken form (fast, pr. bruger, efter forbrug), for: {da}?",
        "What would you pay a year per inhabitant, and in which form (fixed, per user, by use), for: {en}?",
        "DKK per inhabitant and year; form",
    ),
}
_SCHEMA = pa.schema(
    [
        ("question_number", pa.int64()),
        ("need_id", pa.string()),
        ("question_kind", pa.string()),
        ("gap_rank", pa.int64()),
    ]
    + [(name, pa.string()) for name in ("question_da", "question_en", "answer_form", "reason")]
    + [("can_be_mined", pa.bool_()), ("whom_count", pa.int64()), ("whom", pa.string())]
    + [("evidence_count", pa.int64()), ("organisation_count", pa.int64())]
)

Row = dict[str, Any]


def questionnaire(
    mart__need_gap: pa.Table,
    mart__need_catalogue: pa.Table,
    core__need_speaker: pa.Table,
    core__customer_segment: pa.Table,
    core__survey_answer: pa.Table,
) -> pa.Table:
    """A question that the evidence cannot answer, whom to ask, and why: from the largest gaps with weak evidence.

    Weak is: few customers say it, the interval is wide, it is only required in tenders, or nobody says when. Of the
    largest gaps satisfaction and willingness to pay are always asked, for no text tells them. Whom: customers that do
    not state the need, up to three of each size, those never heard first. What a survey has already asked is left out.
    Grain: question_number
    Check: whom_count > 0
    Check: question_kind in ('importance', 'when', 'already_met', 'satisfaction', 'willingness_to_pay')
    Check: can_be_mined = (question_kind not in ('satisfaction', 'willingness_to_pay'))
    Column question_number: place in the questionnaire, from 1
    Column need_id: the need
    Column question_kind: importance, when, already_met, satisfaction or willingness_to_pay
    Column gap_rank: place of the need among the gaps
    Column question_da: the question in Danish
    Column question_en: the question in English
    Column answer_form: how it is answered
    Column reason: why the evidence does not answer it
    Column can_be_mined: false where no text could ever answer it
    Column whom_count: how many to ask
    Column whom: their names
    Column evidence_count: sentences of customers that state the need
    Column organisation_count: customers that state it
    """
    gaps = [one for one in mart__need_gap.to_pylist() if one["can_tell"] and one["rank"] <= LARGEST_GAPS]
    unknown_when = _unknown_when(mart__need_catalogue)
    stating: dict[str, set[str]] = defaultdict(set)
    for one in core__need_speaker.to_pylist():
        stating[one["need_id"]].add(one["speaker_id"])
    customers = [one for one in core__customer_segment.to_pylist() if one["dimension"] == "size"]
    surveyed = {one["need"] for one in core__survey_answer.to_pylist()}
    rows: list[Row] = []
    for gap in sorted(gaps, key=lambda one: int(one["rank"])):
        whom = _whom(customers, stating[gap["need_id"]])
        for kind, reason in _questions(gap, unknown_when, surveyed) if whom else ():
            da, en, form = _TEXTS[kind]
            rows.append(
                {
                    "question_number": len(rows) + 1,
                    "need_id": gap["need_id"],
                    "question_kind": kind,
                    "gap_rank": gap["rank"],
                    "question_da": da.format(da=gap["need_name_da"]),
                    "question_en": en.format(en=gap["need_name_en"]),
                    "answer_form": form,
                    "reason": reason,
                    "can_be_mined": kind not in ("satisfaction", "willingness_to_pay"),
                    "whom_count": len(whom),
                    "whom": ", ".join(whom),
                    "evidence_count": gap["evidence_count"],
                    "organisation_count": gap["organisation_count"],
                }
            )
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _unknown_when(catalogue: pa.Table) -> set[str]:
    """Needs of which no actor says when."""
    horizons: dict[str, set[str]] = defaultdict(set)
    for one in catalogue.to_pylist():
        horizons[one["need_id"]].add(one["horizon"])
    return {need for need, said in horizons.items() if said == {"unknown"}}


def _questions(gap: Row, unknown_when: set[str], surveyed: set[str]) -> list[tuple[str, str]]:
    """(kind, reason) of each question that a gap leaves open."""
    asked: list[tuple[str, str]] = []
    few = gap["organisation_count"] < FEW_SAYING
    wide = gap["salience_high"] - gap["salience_low"] > WIDE_INTERVAL
    if (few or wide) and not {gap["need_id"], gap["need_type"]} & surveyed:
        why = f"only {gap['organisation_count']} of {gap['heard_count']} heard customers state it"
        asked.append(("importance", why if few else "the interval of its salience is wide"))
    if gap["need_id"] in unknown_when:
        asked.append(("when", "no sentence says when it is needed"))
    if gap["wish_organisation_count"] == 0:
        asked.append(("already_met", "it is only required in tenders, which describe what is being bought"))
    if gap["rank"] <= GAPS_PRICED:
        asked.append(("satisfaction", "satisfaction cannot be read out of texts"))
        asked.append(("willingness_to_pay", "willingness to pay cannot be read out of texts"))
    return asked


def _whom(customers: list[Row], stating: set[str]) -> list[str]:
    """Customers that do not state the need, up to three of each size, those never heard first; else those that do."""
    silent = [one for one in customers if one["player_id"] not in stating] or customers
    by_size: dict[tuple[int, str], list[Row]] = defaultdict(list)
    for one in silent:
        by_size[one["segment_order"], one["segment"]].append(one)
    return [
        str(one["player_name"])
        for _, group in sorted(by_size.items())
        for one in sorted(group, key=lambda one: (one["is_heard"], str(one["player_name"])))[:ASKED_PER_SEGMENT]
    ]

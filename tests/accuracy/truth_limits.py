"""What the truth cannot judge: kinds of rows in which its own extraction is known to be blind, each with its reason.

These are properties of how the truth was made, seen in the source documents, not of single files; single errors stand
in `known_truth_errors.csv`. A comparison that falls under one of them is excused and counted, never taken for agreed.
Each rule asks first whether the two sides differ, so that nothing is excused that the truth got right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.accuracy.notice_columns import View

Rule = Callable[[str, str, View, str], bool]  # (truth, read, view, column) → whether the truth is blind here


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """One blind spot: the columns that it touches, when it applies, and what in the documents shows it."""

    columns: frozenset[str]
    applies: Rule
    why: str


def _form(view: View) -> str:
    return view.notice.form or ""


LIMITS = (
    Limit(
        columns=frozenset(("total_value", "total_currency")),
        applies=lambda truth, read, view, column: not truth and _form(view).startswith("F20"),
        why="of F20 it reads no total: VAL_TOTAL_AFTER stands in MODIFICATIONS_CONTRACT, not in OBJECT_CONTRACT",
    ),
    Limit(
        columns=frozenset(("award value", "award value_low", "award value_high", "award est_value", "award currency")),
        applies=lambda truth, read, view, column: (
            not truth and bool(read) and _form(view)[:3] in ("F06", "F15", "F22", "F25")
        ),
        why="it reads VALUES and bare amounts, but not AWARDED_CONTRACT/VALUE of the utilities forms",
    ),
    Limit(
        columns=frozenset(
            (
                "total_value",
                "total_low",
                "total_high",
                "total_currency",
                "award value",
                "award value_low",
                "award value_high",
                "award est_value",
                "award currency",
            )
        ),
        applies=lambda truth, read, view, column: (
            not truth and bool(read) and view.notice.format == "ted_export" and not _form(view).startswith("F")
        ),
        why="of the older layout it reads VALUE_COST/@FMTVAL only, and some notices fill the text alone",
    ),
    Limit(
        columns=frozenset(("lots",)),
        applies=lambda truth, read, view, column: truth == "0" and _form(view).startswith("PRIOR_INFORMATION"),
        why="it counts ANNEX_B, but not LOT_PRIOR_INFORMATION",
    ),
    Limit(
        columns=frozenset(("notice_kind",)),
        applies=lambda truth, read, view, column: view.notice.notice_type == "Y" and read == "competition",
        why="TD_DOCUMENT_TYPE Y is a contract notice (F02, F05) for a dynamic purchasing system",
    ),
    Limit(
        columns=frozenset(("notice_kind",)),
        applies=lambda truth, read, view, column: view.notice.notice_type == "implementation" and read == "result",
        why="a release tagged implementation follows a signed contract",
    ),
    Limit(
        columns=frozenset(("title",)),
        applies=lambda truth, read, view, column: (
            view.notice.format == "ocds"
            and len(truth) == 120
            and "".join(read.split()).startswith("".join(truth.split()))
        ),
        why="where a release has no title it cuts the description at 120 characters",
    ),
    Limit(
        columns=frozenset(("title",)),
        applies=lambda truth, read, view, column: "</" in truth or "&#" in truth,
        why="it keeps markup that a buyer pasted into the field",
    ),
    Limit(
        columns=frozenset(("publication_number",)),
        applies=lambda truth, read, view, column: view.notice.notice_id.startswith("DOFFIN:") and not read,
        why="in converted Norwegian notices OPP-010 holds the previous notice's number (equal to BT-125), cut apart",
    ),
    Limit(
        columns=frozenset(("winner_countries", "award winner_country")),
        applies=lambda truth, read, view, column: view.notice.format == "ocds" and not truth,
        why="it reads the address alone; the register's scheme (PT-NIPPC, GB-COH) names the country too",
    ),
    Limit(
        columns=frozenset(("award contract_no", "award contract_title", "award award_date")),
        applies=lambda truth, read, view, column: view.notice.format == "eforms" and not truth and bool(read),
        why="it takes a contract's data only where the contract lists the bid; LotResult/SettledContract says it too",
    ),
    Limit(
        columns=frozenset(("total_currency", "est_currency")),
        applies=lambda truth, read, view, column: truth == "unpublished",
        why="a withheld amount has no currency",
    ),
)


def is_blind(column: str, truth: str, read: str, view: View) -> bool:
    """Whether a disagreement falls where the truth cannot judge."""
    return any(column in limit.columns and limit.applies(truth, read, view, column) for limit in LIMITS)

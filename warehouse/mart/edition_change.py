"""Why the headline figures differ from those of the edition before: one row for each changed figure and cause."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.estimators.attribution import CAUSES, STEPS, attribute, leading
from warehouse.estimators.concentration import concentration

_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("figure", "slice", "cause", "label_da", "label_en")]
    + [(name, pa.float64()) for name in ("before", "after", "change", "part")]
    + [("word_before", pa.string()), ("word_after", pa.string()), ("is_leading", pa.bool_())]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
    + [("edition_before", pa.string()), ("edition_id", pa.string())]
)
_COUNTED = {"contract": "contracts_ending", "retender": "retender_windows"}
_WORDS = ("technology_verdict", "technology_ring")
_WORD_REASON = "parts are documents that name it; the change goes to the cause that moved most of them"
_TIME_REASON = "no document behind it came or went: the period that is looked at moved on"
_SHARES = ("hhi", "supplier_share", "theme_share")
Cell = dict[str, Any]


def edition_change(
    core__edition_before: pa.Table,
    core__figure_before: pa.Table,
    core__study: pa.Table,
    mart__edition_step: pa.Table,
    mart__headline_figure: pa.Table,
) -> pa.Table:
    """A cause's part in the change of a headline figure since the edition before; five causes for each changed figure.

    The figure is computed anew after each of five steps from the rows of the edition before to those of this one
    (mart.edition_step), so the parts sum exactly to the change. A verdict is a word: its change is credited to the
    cause that moved most of the documents behind it. A figure that could not be told in one of the two editions has
    no parts. Empty on the first night.
    Grain: figure, slice, cause
    Check: cause in ('method', 'coverage', 'entity_merge', 'restated_source', 'new_events')
    Check: can_tell = (part is not null)
    Check: can_tell or reason is not null
    Column figure: which headline figure
    Column slice: of what
    Column cause: method, coverage, entity_merge, restated_source or new_events
    Column label_da: what the figure is called, in Danish
    Column label_en: what the figure is called, in English
    Column before: the number in the edition before
    Column after: the number now
    Column change: after less before; for a verdict, how many documents behind it came or went
    Column part: this cause's part of the change; the five parts sum to it
    Column word_before: the verdict before
    Column word_after: the verdict now
    Column is_leading: whether this is the cause with the largest part
    Column can_tell: whether the change can be split
    Column reason: why not, or what the part rests on
    Column edition_before: the edition before
    Column edition_id: this edition
    """
    if not core__figure_before.num_rows or not core__study.num_rows:
        return _SCHEMA.empty_table()
    editions = {
        "edition_before": core__edition_before["edition_id"][0].as_py(),
        "edition_id": core__study["night_id"][0].as_py(),
    }
    steps = _figures(mart__edition_step)
    before = {(row["figure"], row["slice"]): row for row in core__figure_before.to_pylist()}
    after = {(row["figure"], row["slice"]): row for row in mart__headline_figure.to_pylist()}
    # A figure that an older Overblik did not publish at all has no change to explain.
    published = {figure for figure, _ in before}
    rows = []
    for key in sorted(key for key in before.keys() | after.keys() if key[0] in published):
        was, now = before.get(key), after.get(key)
        said = now or was or {}
        row = {
            "figure": key[0],
            "slice": key[1],
            "label_da": said["label_da"],
            "label_en": said["label_en"],
            "before": was["value"] if was else None,
            "after": now["value"] if now else None,
            "word_before": was["word"] if was else None,
            "word_after": now["word"] if now else None,
        } | editions
        rows += _parts(row, steps)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _parts(row: dict[str, Any], steps: dict[tuple[str, str], list[float | None]]) -> list[dict[str, Any]]:
    """The rows of one figure: none where it did not change."""
    if row["figure"] in _WORDS:
        return _word_parts(row, steps)
    if row["before"] == row["after"]:
        return []
    computed = steps.get((row["figure"], row["slice"]), [0.0] * STEPS)
    # What was counted and is not there was none of it; what was estimated and is not there could not be told.
    counted = row["figure"] not in _SHARES
    before, after = (0.0 if row[name] is None and counted else row[name] for name in ("before", "after"))
    parts = None if before is None or after is None else attribute(before, after, computed)
    if parts is None or before is None or after is None:
        reason = "cannot tell: the figure could not be told in one of the two editions"
        return [
            row
            | {"cause": cause, "change": None, "part": None, "is_leading": False, "can_tell": False, "reason": reason}
            for cause in CAUSES
        ]
    first = leading(parts)
    return [
        row
        | {
            "cause": cause,
            "change": after - before,
            "part": parts[cause],
            "is_leading": cause == first,
            "can_tell": True,
            "reason": None,
        }
        for cause in CAUSES
    ]


def _word_parts(row: dict[str, Any], steps: dict[tuple[str, str], list[float | None]]) -> list[dict[str, Any]]:
    if row["word_before"] == row["word_after"]:
        return []
    documents = [float(value or 0) for value in steps.get(("technology_documents", row["slice"]), [0.0] * STEPS)]
    streams = [float(value or 0) for value in steps.get(("", row["slice"].rpartition("/")[2]), [0.0] * STEPS)]
    moved = {
        cause: (documents[step] - documents[step - 1]) or (streams[step] - streams[step - 1])
        for step, cause in enumerate(CAUSES, start=1)
    }
    # Where no document came or went, the period moved on: that is the world's doing, not ours.
    first = leading(moved) if any(moved.values()) else "new_events"
    return [
        row
        | {
            "cause": cause,
            "change": documents[-1] - documents[0],
            "part": documents[step] - documents[step - 1],
            "is_leading": cause == first,
            "can_tell": True,
            "reason": _WORD_REASON if any(moved.values()) else _TIME_REASON,
        }
        for step, cause in enumerate(CAUSES, start=1)
    ]


def _figures(table: pa.Table) -> dict[tuple[str, str], list[float | None]]:
    """Every headline figure that is a number, after each step; ("", stream) holds the documents of a stream."""
    by_step: list[list[Cell]] = [[] for _ in range(STEPS)]
    for cell in table.to_pylist():
        by_step[cell["step"]].append(cell)
    found: dict[tuple[str, str], list[float | None]] = {}
    for step, cells in enumerate(by_step):
        for key, value in _computed(cells).items():
            found.setdefault(key, [_nothing(key[0])] * STEPS)[step] = value
    return found


def _nothing(figure: str) -> float | None:
    return None if figure in _SHARES else 0.0


def _computed(cells: list[Cell]) -> dict[tuple[str, str], float | None]:
    """The figures that these cells give, by figure and slice."""
    sums: dict[tuple[str, str], float] = defaultdict(float)
    won: dict[str, dict[str, list[float]]] = defaultdict(lambda: defaultdict(lambda: [0.0, 0.0]))
    bodies: dict[str, set[str]] = defaultdict(set)
    for cell in cells:
        basis, slice_, is_unit = cell["basis"], cell["slice"], cell["part_kind"] == "unit"
        if basis == "award" and is_unit and cell["year"]:
            for segment in (slice_, "all"):
                sums["market_value", f"{segment}/{cell['year']}"] += float(cell["amount"])
                sums["award_count", f"{segment}/{cell['year']}"] += cell["row_count"]
        elif basis == "award" and not is_unit:
            for segment in (slice_, "all"):
                won[segment][cell["player_id"]][0] += float(cell["weight"])
                won[segment][cell["player_id"]][1] += float(cell["square"])
        elif basis == "policy":
            bodies[slice_].add(cell["player_id"])
        elif basis == "technology":
            sums["" if is_unit else "technology_documents", slice_] += cell["row_count"]
            if not is_unit:
                sums["technology_documents", slice_.rpartition("/")[0]] += cell["row_count"]
        elif basis in _COUNTED:
            sums[_COUNTED[basis], slice_] += cell["row_count"]
    figures: dict[tuple[str, str], float | None] = dict(sums)
    figures |= _shares(won)
    for theme, named in bodies.items():
        if theme and bodies.get(""):
            figures["theme_share", theme] = len(named) / len(bodies[""])
    return figures


def _shares(won: dict[str, dict[str, list[float]]]) -> dict[tuple[str, str], float | None]:
    figures: dict[tuple[str, str], float | None] = {}
    for segment, players in won.items():
        counts = np.array([one[0] for one in players.values()])
        total = float(np.round(counts.sum(), 6))
        for player, (count, _) in players.items():
            figures["supplier_share", f"{segment}/{player}"] = min(count / total, 1.0) if total else None
        found = concentration(counts, np.array([one[1] for one in players.values()]))
        figures["hhi", segment] = found.hhi if found else None
    return figures

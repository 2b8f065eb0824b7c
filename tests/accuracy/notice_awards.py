"""The rows of `awards.csv`: award item × winner × lot, found or missed, and then column by column."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path

from tests.accuracy.notice_columns import Said, View, folded, same, written
from tests.accuracy.result import Cell
from tests.accuracy.truth_limits import is_blind
from warehouse.records import Award, Organisation

Pair = tuple[Award, Organisation | None]

_STATUS = {
    "awarded": ("awarded",), "active": ("awarded",), "contract": ("awarded",), "awarded-no-tender": ("awarded",),
    "not-awarded": ("not_awarded",), "open": ("open",), "unknown": ("unknown",), "unpublished": ("unknown",),
    "no-code": ("unknown", "awarded"),
}  # fmt: skip
_SIZES = {"y": "sme", "n": "large"}  # TED_EXPORT says whether a contractor is an SME


def _day(award: Award) -> date | None:
    """The truth gives the day of conclusion; of OCDS the day of the award."""
    days = (award.contract_date, award.award_date)
    return (days[1] or days[0]) if award.notice_id.startswith("OCDS:") else (days[0] or days[1])


COLUMNS: dict[str, Callable[[Pair], Said]] = {
    "status": lambda pair: pair[0].status,
    "reason": lambda pair: pair[0].reason,
    "contract_no": lambda pair: pair[0].contract_no,
    "contract_title": lambda pair: pair[0].title,
    "winner_id": lambda pair: pair[1].national_id if pair[1] else None,
    "winner_country": lambda pair: pair[1].country if pair[1] else None,
    "winner_size": lambda pair: pair[1].size if pair[1] else None,
    "value": lambda pair: pair[0].value,
    "value_low": lambda pair: pair[0].value_low,
    "value_high": lambda pair: pair[0].value_high,
    "est_value": lambda pair: pair[0].est_value,
    "currency": lambda pair: pair[0].currency,
    "tenders_received": lambda pair: pair[0].bids_received,
    "award_date": lambda pair: _day(pair[0]),
}

FLOORS: dict[str, float] = {f"award {column}": 0.99 for column in COLUMNS} | {
    "award value": 0.985,
    "award value_low": 0.985,
    "award value_high": 0.985,
    "award est_value": 0.985,
    "winner row precision": 0.985,
    "winner row recall": 0.985,
}


def score_awards(
    group: str,
    rows: list[dict[str, str]],
    truth: dict[str, list[dict[str, str]]],
    views: dict[str, View],
    excused: dict[tuple[str, str], str],
    floors: dict[str, float],
) -> list[Cell]:
    """Precision and recall of winner rows, and the agreement of each column over the rows that both have."""
    names = ["winner row precision", "winner row recall", *(f"award {column}" for column in COLUMNS)]
    cells = {name: Cell(group=group, column=name, floor=floors.get(name)) for name in names}
    filled = {column for row in rows for award in truth.get(row["file"], ()) for column in COLUMNS if award[column]}
    for row in rows:
        view = views.get(row["file"])
        if view is not None:
            _score_file(row["file"], truth.get(row["file"], []), view, cells, excused, filled)
    return [cell for cell in cells.values() if cell.total]


def _lots(award: Award) -> str:
    return " ".join(sorted(folded(lot) for lot in award.lot_ids))


def _score_file(
    file: str,
    truth: list[dict[str, str]],
    view: View,
    cells: dict[str, Cell],
    excused: dict[tuple[str, str], str],
    filled: set[str],
) -> None:
    wanted: dict[tuple[str, str], list[dict[str, str]]] = defaultdict(list)
    for row in truth:
        wanted[(folded(row["winner"]), " ".join(sorted(folded(row["lot"]).replace("/", " ").split())))].append(row)
    found: dict[tuple[str, str], list[Pair]] = defaultdict(list)
    for award, supplier in view.rows():
        lots = " ".join(sorted(_lots(award).replace("/", " ").split()))
        found[(folded(supplier.name or "") if supplier else "", lots)].append((award, supplier))
    whole = (Path(file).name, "winner rows") in excused
    for side, own, other in (("recall", wanted, found), ("precision", found, wanted)):
        cell = cells[f"winner row {side}"]
        for key in own:
            if not key[0]:
                continue  # a row without a winner is told by its status
            if key not in other and whole:
                cell.excused += 1
                continue
            cell.count(key in other, where=f"{file} {side}", truth=str(key), read=str(sorted(other))[:300])
    for key, held in wanted.items():
        for row, pair in zip(held, found.get(key, ()), strict=False):
            _compare(file, row, pair, view, cells, excused, filled)


def _compare(
    file: str,
    row: dict[str, str],
    pair: Pair,
    view: View,
    cells: dict[str, Cell],
    excused: dict[tuple[str, str], str],
    filled: set[str],
) -> None:
    for column in filled:
        cell = cells[f"award {column}"]
        said = COLUMNS[column](pair)
        if column == "winner_id" and pair[1] is not None and pair[1].is_natural_person and said is None:
            cell.excused += 1
            continue
        agrees = _agrees(column, row[column], said)
        name = f"award {column}"
        if not agrees and ((Path(file).name, name) in excused or is_blind(name, row[column], written(said), view)):
            cell.excused += 1
            continue
        where = f"{file} row {row['row']} ({row['winner'][:40]}, {row['lot']})"
        cell.count(agrees, where=where, truth=row[column], read=written(said))


def _agrees(column: str, truth: str, said: Said) -> bool:
    if column == "status":
        return said in _STATUS.get(truth, (truth,))
    if column == "winner_size":
        return _SIZES.get(truth, truth) == (said or "")
    if column in ("est_value", "value") and isinstance(said, Decimal) and not truth:
        return said == -1
    return same(column, truth, said)

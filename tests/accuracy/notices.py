"""Notices: every file of the archive read and held against `manifest.csv` and `awards.csv`.

What is normalised before comparing is presentation only: white space, `|` for `/` inside values, leading zeros of
publication numbers, blanks inside ids, -1 as unknown, mojibake, and the order in lists. Columns that the truth never
fills for a format have no counterpart there and are left out. Errors of the truth itself, each with what shows it,
stand in `known_truth_errors.csv`, kinds of them in `truth_limits`; both are excused, counted and shown behind `~`.
"""

from __future__ import annotations

import csv
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from spiders.format import Origin, Unreadable
from spiders.formats import eforms, ocds, ted_export
from tests.accuracy.archives import opened
from tests.accuracy.notice_awards import FLOORS as AWARD_FLOORS
from tests.accuracy.notice_awards import score_awards
from tests.accuracy.notice_columns import COLUMNS, View, same, written
from tests.accuracy.result import Cell, Result
from tests.accuracy.truth_limits import is_blind
from warehouse.records import Record

_SYNTHETIC = "eForms SDK example (synthetic)"
_SHORT = {
    "OCDS 1.1 release (UK Contracts Finder)": "OCDS UK",
    "OCDS 1.1 release (PT base.gov.pt)": "OCDS PT",
    _SYNTHETIC: "SDK examples",
}
_FORMATS = (eforms, ted_export, ocds)

FLOORS: dict[str, float] = dict.fromkeys(COLUMNS, 0.99) | {
    "publication_number": 0.995,
    "country": 0.995,
    "cpv_main": 0.995,
}
# A format with one file tells nothing about rates, and the synthetic examples are no notices.
_UNGATED = frozenset((_SYNTHETIC,))


def score(data_dir: Path) -> Result | None:
    """The scoring of the notices below a folder; None where there are none."""
    with opened(data_dir, wanted=("manifest.csv", "awards.csv"), hint="notice") as folder:
        return None if folder is None else _score(folder)


def _score(folder: Path) -> Result:
    truth = _rows(folder / "manifest.csv")
    awards: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in _rows(folder / "awards.csv"):
        awards[row["file"]].append(row)
    excused = _known_errors()
    views, refused, seconds, size = _read_all(folder, truth)
    cells: dict[tuple[str, str], Cell] = {}
    by_format: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in truth:
        by_format[row["format"]].append(row)
    result = Result(name="notices", cells=[])
    for name, rows in sorted(by_format.items(), key=lambda item: -len(item[1])):
        group = _SHORT.get(name, name)
        gated = name not in _UNGATED
        cell = cells[(group, "is read")] = Cell(group=group, column="is read", floor=1.0 if gated else None)
        for row in rows:
            cell.count(row["file"] in views, where=row["file"], truth="a notice", read=refused.get(row["file"], ""))
        for column in COLUMNS:
            if any(row.get(column) for row in rows):
                floor = FLOORS.get(column) if gated else None
                cells[(group, column)] = _score_column(column, group, floor, rows, views, excused)
        floors = AWARD_FLOORS if gated else {}
        for award_cell in score_awards(group, rows, awards, views, excused, floors):
            cells[(group, award_cell.column)] = award_cell
    result.cells = list(cells.values())
    _judge_oddities(folder, result)
    result.notes.append(
        f"{len(views)} notices ({size / 1e6:.0f} MB) read in {seconds:.1f} s of processor time: "
        f"{len(views) / seconds:,.0f} notices/s; peak memory {_peak_megabytes():.0f} MB"
    )
    reasons = Counter(said.partition(":")[0] for said in refused.values())
    result.notes.append("refused: " + (", ".join(f"{n} {reason}" for reason, n in reasons.most_common()) or "none"))
    return result


def _rows(path: Path) -> list[dict[str, str]]:
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _known_errors() -> dict[tuple[str, str], str]:
    """(file name, column) → what shows that the truth errs."""
    path = Path(__file__).with_name("known_truth_errors.csv")
    return {(row["file"], row["column"]): row["shown_by"] for row in _rows(path)}


def _origin(row: dict[str, str]) -> Origin:
    """What the channel knew: the national portal's number is in its address, here in the file's name."""
    number = row["key"].partition(":")[2] if row["key"].startswith("DOFFIN:") else None
    return Origin(evidence_id=row["sha256"], part=row["file"], source="accuracy", publication_number=number)


def _read_all(folder: Path, truth: Iterable[dict[str, str]]) -> tuple[dict[str, View], dict[str, str], float, int]:
    views: dict[str, View] = {}
    refused: dict[str, str] = {}
    seconds = 0.0
    size = 0
    for row in truth:
        data = (folder / row["file"]).read_bytes()
        size += len(data)
        origin = _origin(row)
        started = time.process_time()
        try:
            records = _records(data, origin, published=row["format"] != _SYNTHETIC)
        except Unreadable as refusal:
            refused[row["file"]] = str(refusal)
            continue
        finally:
            seconds += time.process_time() - started
        views[row["file"]] = View(records)
    return views, refused, seconds, size


def read_records(folder: Path) -> Iterable[tuple[str, list[Record]]]:
    """The records of each published notice that is read, with the notice's key."""
    for row in _rows(folder / "manifest.csv"):
        if row["format"] != _SYNTHETIC:
            try:
                yield row["key"], _records((folder / row["file"]).read_bytes(), _origin(row), published=True)
            except Unreadable:
                continue


def _records(data: bytes, origin: Origin, *, published: bool) -> list[Record]:
    for module in _FORMATS:
        if module.FORMAT.recognises(data[:4096], None, origin.part):
            return list(module.FORMAT.read(data, origin)) if published else module.extract(data, origin)
    raise Unreadable("unknown_format")


def _score_column(
    column: str,
    group: str,
    floor: float | None,
    rows: list[dict[str, str]],
    views: dict[str, View],
    excused: dict[tuple[str, str], str],
) -> Cell:
    cell = Cell(group=group, column=column, floor=floor)
    for row in rows:
        view = views.get(row["file"])
        if view is None:
            continue
        if view.withholds(column):
            cell.excused += 1
            continue
        truth, said = row[column], COLUMNS[column](view)
        agrees = same(column, truth, said)
        known = (Path(row["file"]).name, column) in excused or is_blind(column, truth, written(said), view)
        if not agrees and known:
            cell.excused += 1
            continue
        cell.count(agrees, where=row["file"], truth=truth, read=written(said))
    return cell


def _judge_oddities(folder: Path, result: Result) -> None:
    """Every oddity is refused with a reason; one that is byte for byte a real notice of the set may be read."""
    path = folder / "oddities.csv"
    if not path.exists():
        return
    real = {row["sha256"] for row in _rows(folder / "manifest.csv")}
    refused: Counter[str] = Counter()
    for row in _rows(path):
        data = (folder / row["file"]).read_bytes()
        try:
            _records(data, Origin(evidence_id=row["sha256"], source="accuracy"), published=True)
        except Unreadable as refusal:
            refused[refusal.reason] += 1
            continue
        if row["sha256"] in real:
            refused["read: it is a real notice"] += 1
        else:
            result.faults.append(f"{row['file']} was read although it should be refused")
    result.notes.append("oddities: " + ", ".join(f"{n} {reason}" for reason, n in refused.most_common()))


def _peak_megabytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / 1e6 if sys.platform == "darwin" else peak / 1e3

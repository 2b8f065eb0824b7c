"""What a study imports from spreadsheets: surveys, use of systems, interviews, price levels; read strictly, or refused.

    [[import]]
    path = "tilfredshed-2026.csv"          # beside the study's file, or absolute
    kind = "survey"                        # survey, usage, interview or price_index
    columns = { organisation = "Kommune", need = "Behov", answer = "Svar" }
    scale = [1, 5]                         # of a survey's answers

A column that is not named in `columns` is looked for by its own name. Files are CSV in UTF-8 with commas or semicolons;
numbers may have a decimal comma, days are 2026-05-31 or 31-05-2026. One wrong cell refuses the study with file, line
and sentence: a figure that silently left out half a survey would be worse than none. Imported figures stand in columns
of their own and are never averaged with what was found in texts.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pipelines.study import StudyRefusedError, listed, near

if TYPE_CHECKING:
    from pipelines.study import Import, StudyFile

SPEAKER_GROUPS = ("self", "owner", "customer", "supplier", "state", "other")
STANCES = ("is", "should", "not")
_REQUIRED = {
    "survey": ("organisation", "need", "answer"),
    "usage": ("organisation", "component", "actual", "potential"),
    "interview": ("interview", "group", "role", "stance"),
    "price_index": ("year", "index", "name"),
}
_OPTIONAL = {"survey": ("question", "date"), "usage": ("date",), "interview": ("date",), "price_index": ()}
TABLES = {
    "survey": "survey_answer",
    "usage": "system_usage",
    "interview": "interview_code",
    "price_index": "price_index",
}
"""Which raw table each kind of import fills."""


@dataclass(frozen=True)
class _Known:
    """What cells may name."""

    need_types: tuple[str, ...]
    components: tuple[str, ...]
    roles: tuple[str, ...]


def imported(
    file: StudyFile, *, need_types: tuple[str, ...], roles: tuple[str, ...]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of every imported file by raw table. Raises `StudyRefusedError` with file, line and one sentence."""
    known = _Known(need_types, tuple(one.id for one in file.study.component), roles)
    rows: dict[str, list[dict[str, Any]]] = {table: [] for table in TABLES.values()}
    for index, one in enumerate(file.study.imports):
        path = import_path(file, index)
        rows[TABLES[one.kind]] += _rows(path, file, index, one, known)
    _one_index(rows["price_index"])
    return rows


def imports_digest(file: StudyFile) -> str:
    """A digest of all imported files' bytes: part of what an edition is made from."""
    digest = hashlib.sha256()
    for index in range(len(file.study.imports)):
        digest.update(import_path(file, index).read_bytes())
    return digest.hexdigest()


def import_path(file: StudyFile, index: int) -> Path:
    """Where an imported file is. Raises `StudyRefusedError` where there is none."""
    said = Path(file.study.imports[index].path)
    path = said if said.is_absolute() else file.path.parent / said
    if not path.is_file():
        file.refuse(("import", index, "path"), f"there is no file {path}; put it there, or correct the path.")
    return path


def _rows(path: Path, file: StudyFile, index: int, said: Import, known: _Known) -> Iterator[dict[str, Any]]:
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise StudyRefusedError(f"{path}: is not UTF-8 text (byte {fault.start}); save it as CSV UTF-8.") from None
    first = text.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";" if first.count(";") > first.count(",") else ",")
    try:
        header = [cell.strip() for cell in next(reader, [])]
        places = _places(path, file, index, said, header)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            line = reader.line_num
            if len(cells) != len(header):
                raise StudyRefusedError(f"{path}:{line}: has {len(cells)} cells, the first line has {len(header)}.")
            row = {name: cells[place].strip() for name, place in places.items()}
            yield _CHECKS[said.kind](f"{path}:{line}", row, said, known) | {"file": path.name, "line": line}
    except csv.Error as fault:
        raise StudyRefusedError(f"{path}:{reader.line_num}: is not valid CSV: {fault}.") from None


def _places(path: Path, file: StudyFile, index: int, said: Import, header: list[str]) -> dict[str, int]:
    names = (*_REQUIRED[said.kind], *_OPTIONAL[said.kind])
    for name in said.columns:
        if name not in names:
            file.refuse(
                ("import", index, "columns"),
                f"a {said.kind} has no column {name!r}{near(name, names)}; it has {listed(names)}.",
            )
    places = {}
    for name in names:
        wanted = said.columns.get(name, name)
        if wanted in header:
            places[name] = header.index(wanted)
        elif name in said.columns or name in _REQUIRED[said.kind]:
            raise StudyRefusedError(
                f"{path}:1: has no column {wanted!r}{near(wanted, header)} for the {name} of a {said.kind}; "
                f"it has {listed(header)}."
            )
    return places


def _survey(where: str, row: dict[str, str], said: Import, known: _Known) -> dict[str, Any]:
    low, high = said.scale
    answer = _number(where, "answer", row["answer"])
    if not low <= answer <= high:
        raise StudyRefusedError(f"{where}: the answer {row['answer']!r} is not on the scale from {low:g} to {high:g}.")
    kind = row["need"].partition(":")[0]
    _word(where, "need", kind, known.need_types)
    return {
        "organisation": _text(where, "organisation", row["organisation"]),
        "need": row["need"],
        "question": row.get("question") or None,
        "answer": answer,
        "scale_low": float(low),
        "scale_high": float(high),
        "answered_date": _day(where, row.get("date")),
    }


def _usage(where: str, row: dict[str, str], said: Import, known: _Known) -> dict[str, Any]:
    actual, potential = (_number(where, name, row[name]) for name in ("actual", "potential"))
    if not 0 <= actual <= potential:
        raise StudyRefusedError(
            f"{where}: the actual use {actual:g} must lie between 0 and the potential {potential:g}."
        )
    _word(where, "component", row["component"], known.components)
    return {
        "organisation": _text(where, "organisation", row["organisation"]),
        "component": row["component"],
        "actual": actual,
        "potential": potential,
        "period_date": _day(where, row.get("date")),
    }


def _interview(where: str, row: dict[str, str], said: Import, known: _Known) -> dict[str, Any]:
    _word(where, "group", row["group"], SPEAKER_GROUPS)
    _word(where, "role", row["role"], known.roles)
    _word(where, "stance", row["stance"], STANCES)
    return {
        "interview": _text(where, "interview", row["interview"]),
        "speaker_group": row["group"],
        "role": row["role"],
        "stance": row["stance"],
        "spoken_date": _day(where, row.get("date")),
    }


def _price_index(where: str, row: dict[str, str], said: Import, known: _Known) -> dict[str, Any]:
    year, index = (_number(where, name, row[name]) for name in ("year", "index"))
    if year != int(year) or not 1900 <= year <= 2100:
        raise StudyRefusedError(f"{where}: the year {row['year']!r} is no year; write 2025.")
    if index <= 0:
        raise StudyRefusedError(f"{where}: the index {row['index']!r} must be above 0.")
    return {"year": int(year), "index_value": index, "price_index": _text(where, "name", row["name"])}


def _one_index(rows: list[dict[str, Any]]) -> None:
    """Money is deflated with one named index, and a year of it has one level."""
    years: dict[int, int] = {}
    for row in rows:
        where, first = f"{row['file']}:{row['line']}", rows[0]["price_index"]
        if row["price_index"] != first:
            raise StudyRefusedError(
                f"{where}: names the index {row['price_index']!r} beside {first!r}; keep one of them."
            )
        if row["year"] in years:
            raise StudyRefusedError(f"{where}: the year {row['year']} stands in line {years[row['year']]} already.")
        years[row["year"]] = row["line"]


_CHECKS: dict[str, Callable[[str, dict[str, str], Import, _Known], dict[str, Any]]] = {
    "survey": _survey,
    "usage": _usage,
    "interview": _interview,
    "price_index": _price_index,
}


def _text(where: str, name: str, value: str) -> str:
    if not value:
        raise StudyRefusedError(f"{where}: the {name} is empty; fill it in, or take the line out.")
    return value


def _word(where: str, name: str, value: str, known: tuple[str, ...]) -> None:
    if value not in known:
        raise StudyRefusedError(f"{where}: there is no {name} {value!r}{near(value, known)}; known: {listed(known)}.")


def _number(where: str, name: str, value: str) -> float:
    try:
        number = float(value.replace(",", ".") if value.count(",") == 1 and "." not in value else value)
    except ValueError:
        number = float("nan")
    if not abs(number) < float("inf"):
        raise StudyRefusedError(f"{where}: the {name} {value!r} is not a number; write 4 or 4,5.")
    return number


def _day(where: str, value: str | None) -> date | None:
    if not value:
        return None
    for form in ("%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y", "%d/%m/%Y"):
        try:
            return datetime.strptime(value, form).date()  # noqa: DTZ007  a day has no time zone
        except ValueError:
            continue
    raise StudyRefusedError(f"{where}: the date {value!r} is no day; write it as 2026-05-31.")

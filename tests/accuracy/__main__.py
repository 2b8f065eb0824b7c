"""`python -m tests.accuracy --data DIR`: prints a table per set and exits with 1 where a floor is missed."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Table

import tests.accuracy
from tests.accuracy.result import Cell, Result

_NOT_SETS = frozenset(("__main__", "archives", "result", "splink_players", "truth_limits"))


def sets() -> dict[str, object]:
    """Every module of the shelf that can score, by name."""
    found = {}
    for module in pkgutil.iter_modules(tests.accuracy.__path__):
        if module.name not in _NOT_SETS:
            loaded = importlib.import_module(f"tests.accuracy.{module.name}")
            if hasattr(loaded, "score"):
                found[module.name] = loaded
    return found


def _table(result: Result) -> Table:
    groups = list(dict.fromkeys(cell.group for cell in result.cells))
    columns = list(dict.fromkeys(cell.column for cell in result.cells))
    at = {(cell.group, cell.column): cell for cell in result.cells}
    table = Table(title=result.name, caption="agreement in % of n; ! = below its floor", title_justify="left")
    table.add_column("column")
    table.add_column("floor", justify="right")
    for group in groups:
        table.add_column(group, justify="right")
    for column in columns:
        floors = {cell.floor for group in groups if (cell := at.get((group, column))) and cell.floor is not None}
        shown = [_shown(at.get((group, column))) for group in groups]
        table.add_row(column, " ".join(f"{100 * floor:g}" for floor in sorted(floors)), *shown)
    return table


def _shown(cell: Cell | None) -> str:
    if cell is None or not cell.total:
        return ""
    mark = "[red]![/red]" if cell.is_below_floor else ""
    excused = f" ~{cell.excused}" if cell.excused else ""
    return f"{mark}{100 * cell.share:.2f} [dim]{cell.total}{excused}[/dim]"


def main(arguments: list[str] | None = None) -> int:
    """Scores the wanted sets; 0 where every floor holds, 1 where one is missed, 2 where nothing could be scored."""
    shelf = sets()
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a folder with archives, or an unpacked one")
    parser.add_argument("--set", dest="wanted", action="append", choices=sorted(shelf), help="only this set")
    parser.add_argument("--show", type=int, default=0, metavar="N", help="N disagreements of each column")
    parser.add_argument("--column", help="with --show: only this column")
    options = parser.parse_args(arguments)
    console = Console(width=None if sys.stdout.isatty() else 240)
    if not options.data.exists():
        console.print(f"There is nothing at {options.data}.")
        return 2
    scored = 0
    failed = False
    for name in options.wanted or sorted(shelf):
        result = shelf[name].score(options.data)  # type: ignore[attr-defined]  # sets() took only modules with score
        if result is None:
            console.print(f"{name}: absent below {options.data}")
            continue
        scored += 1
        console.print(_table(result))
        for note in result.notes:
            console.print(note, highlight=False)
        for cell in result.cells:
            if options.show and cell.examples and options.column in (None, cell.column):
                console.print(f"\n{cell.group} · {cell.column}: {len(cell.examples)} disagree")
                for example in cell.examples[: options.show]:
                    console.print(
                        f"  {example.where}\n    truth {example.truth!r}\n    read  {example.read!r}", markup=False
                    )
        for fault in (*result.faults, *(f"{c.group}: {c.column} is {100 * c.share:.2f} %" for c in result.missed)):
            console.print(f"BELOW FLOOR  {fault}", markup=False)
            failed = True
    if not scored:
        return 2
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

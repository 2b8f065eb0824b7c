"""`python -m tests.calibration [--only NAME]`: runs the simulations, prints tables, exits with 1 for a missed bar."""

from __future__ import annotations

import argparse
import importlib
import pkgutil
import sys
import time
from collections.abc import Callable, Mapping

from rich.console import Console
from rich.table import Table

import tests.calibration
from tests.calibration.result import Bar

Measure = Callable[[], list[Bar]]


def shelf() -> dict[str, Measure]:
    """The simulations by the name of their module: every module here that can measure."""
    found: dict[str, Measure] = {}
    for module in pkgutil.iter_modules(tests.calibration.__path__):
        if module.name not in ("__main__", "result") and not module.name.startswith("test_"):
            loaded = importlib.import_module(f"tests.calibration.{module.name}")
            if hasattr(loaded, "measure"):
                found[module.name] = loaded.measure
    return found


def run(simulations: Mapping[str, Measure], console: Console) -> int:
    """Run these and print their figures; 0 where every bar holds, 1 where one is missed, 2 where nothing was run."""
    missed: list[Bar] = []
    for name, measure in simulations.items():
        begun = time.process_time()
        bars = measure()
        seconds = time.process_time() - begun
        table = Table(title=f"{name} ({seconds:.0f} s of CPU)", title_justify="left")
        for column in ("figure", "scenario", "measured", "bar", "draws", "note"):
            table.add_column(column, justify="right" if column in ("measured", "draws") else "left")
        for bar in bars:
            shown = f"{bar.value:.3f}" if bar.holds else f"[red]! {bar.value:.3f}[/red]"
            table.add_row(bar.figure, bar.scenario, shown, bar.bar, f"{bar.count:,}", bar.note)
        console.print(table)
        missed += [bar for bar in bars if not bar.holds]
    for bar in missed:
        console.print(f"BAR MISSED  {bar.figure}, {bar.scenario}: {bar.value:.3f}, to be {bar.bar}", markup=False)
    if not simulations:
        return 2
    return 1 if missed else 0


def main(arguments: list[str] | None = None) -> int:
    """Runs the wanted simulations."""
    known = shelf()
    parser = argparse.ArgumentParser(prog="python -m tests.calibration", description=__doc__)
    parser.add_argument("--only", action="append", choices=sorted(known), help="only this simulation")
    options = parser.parse_args(arguments)
    wanted = options.only or sorted(known)
    console = Console(width=None if sys.stdout.isatty() else 160)
    return run({name: known[name] for name in wanted}, console)


if __name__ == "__main__":
    sys.exit(main())

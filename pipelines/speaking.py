"""How the program speaks: tables on a terminal, structured lines in logs, one sentence for a mistake."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterable, Mapping, MutableMapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any

from warehouse.redacting import redacted

if TYPE_CHECKING:
    from rich.console import Console

DONE, REFUSED, MISUSED = 0, 1, 2
WIDTH_OF_A_PIPE = 180
MOST_SIGNS = 4000
"""What a cell shows of a text; files hold all of it."""
_COMMANDS = {
    code: "\N{REPLACEMENT CHARACTER}"
    for code in (*range(32), *range(127, 160), *range(0x202A, 0x202F), *range(0x2066, 0x206A))
    if chr(code) not in "\n\t"
}


def harmless(text: str) -> str:
    """A text as a terminal may show it: what others wrote must not move its cursor, colour it or turn its direction."""
    return text.translate(_COMMANDS)


@cache
def console(*, problems: bool = False) -> Console:
    """The terminal; with `problems`, its standard error. Made when first needed: rich takes a tenth of a second."""
    from rich.console import Console

    # A pipe has no width of its own; tables that are read by a program or kept in a file should not be folded.
    piped = not (sys.stderr if problems else sys.stdout).isatty()
    return Console(stderr=problems, width=WIDTH_OF_A_PIPE if piped else None)


_log_file: list[Path] = []


def log_into(path: Path) -> None:
    """From now on, keep every log line of this process as JSON in this file too: one file a night."""
    _log_file[:] = [path]


def _keep(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for path in _log_file:
        # A full disk must not keep the night from being closed and told; the line still goes to standard error.
        with suppress(OSError), path.open("a", encoding="utf-8") as file:
            file.write(json.dumps(dict(event), ensure_ascii=False, default=str) + "\n")
    return event


def _redact(logger: object, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {name: harmless(redacted(said)) if isinstance(said, str) else _without(said) for name, said in event.items()}


def _without(said: object) -> object:
    shown = json.dumps(said, ensure_ascii=False, default=str)
    clean = redacted(shown)
    return said if clean == shown else clean


def set_up_logs(log_format: str) -> None:
    """Structured logs on standard error: for people on a terminal, JSON Lines otherwise."""
    import structlog

    pretty = log_format == "pretty" or (log_format == "auto" and sys.stderr.isatty())
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _redact,
            _keep,
            structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        # Asked anew for each line: whoever redirects standard error later is followed, and a closed one is left.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
    for noisy in ("httpx", "httpcore", "prefect", "scrapy", "trafilatura", "htmldate", "pypdf"):
        logging.getLogger(noisy).setLevel(logging.ERROR)


def refuse(sentence: object) -> None:
    """Say on standard error, in one sentence, why something is not done."""
    console(problems=True).print(
        harmless(redacted(str(sentence))), style="red", highlight=False, markup=False, soft_wrap=True
    )


def crashed(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
    """Show a fault of ours as Python would, without any secret that its words or lines may hold."""
    sys.stderr.write(redacted("".join(traceback.format_exception(kind, fault, trace))))


def say(sentence: str) -> None:
    """Say one line on standard output."""
    console().print(harmless(sentence), highlight=False, markup=False, soft_wrap=True)


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Show a table; numbers to the right, unknown as an empty cell."""
    from rich.table import Table

    held = [list(row) for row in rows]
    shown = Table(title=title, title_justify="left", show_edge=False, header_style="bold")
    for index, column in enumerate(columns):
        numeric = bool(held) and all(isinstance(row[index], int | float | None) for row in held)
        shown.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in held:
        shown.add_row(*("" if cell is None else _cell(cell) for cell in row))
    console().print(shown)


def _cell(cell: object) -> str:
    from rich.markup import escape

    if isinstance(cell, float):
        return f"{cell:.2f}"
    said = harmless(str(cell))
    if len(said) > MOST_SIGNS:
        said = f"{said[:MOST_SIGNS]} … ({len(said) - MOST_SIGNS:,} more signs)"
    return escape(said)


def facts(title: str, pairs: Mapping[str, object]) -> None:
    """Show what is known of one thing, a line each."""
    say(title)
    for name, value in pairs.items():
        if value is not None:
            say(f"  {name}: {value}")

"""Commands that a sentence advises: fit to be pasted, and such as the program takes."""

from __future__ import annotations

import shlex

from pipelines.study import StudyRefusedError, find


def run_command(name: str) -> str:
    """The command that runs a study, fit to be pasted. Of one's own study, said by its name, the file is not known."""
    try:
        find(name)
    except StudyRefusedError:
        return "overblik run FILE.toml"
    return f"overblik run {shlex.quote(name)}"

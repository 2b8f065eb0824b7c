"""Secrets from a file that only its owner may read, as `NAME=value` lines, for whoever wants none in the environment.

`OVERBLIK_SECRETS` names the file. What the environment says wins, so that one run can differ. A file that others may
read is refused: a secret that was readable is none any more, and going on would hide that.
"""

from __future__ import annotations

import os
import stat
from pathlib import Path

from warehouse.redacting import NAMED
from warehouse.refusal import RefusedError

VARIABLE = "OVERBLIK_SECRETS"
_FOR_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class SecretsError(RefusedError):
    """A secrets file that is not taken; one sentence, without what stands in it."""


def secrets_file() -> Path | None:
    """The file that the environment names."""
    named = os.environ.get(VARIABLE)
    return Path(named).expanduser() if named else None


def check_mode(path: Path) -> None:
    """Refuse a file that is missing, or that others than its owner may open. Raises `SecretsError`."""
    try:
        mode = stat.S_IMODE(path.stat().st_mode)
    except OSError as fault:
        raise SecretsError(f"{path}: the secrets file cannot be read: {fault.strerror}; see {VARIABLE}.") from None
    if mode & _FOR_OTHERS:
        raise SecretsError(f"{path}: others may open the secrets file (mode {mode:04o}); say chmod 600 {path}.")


def load_secrets() -> list[str]:
    """Take what the file says into the environment; returns the names. Raises `SecretsError` with file and line."""
    path = secrets_file()
    if path is None:
        return []
    check_mode(path)
    names = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        said = line.strip()
        if not said or said.startswith("#"):
            continue
        name, equals, value = said.partition("=")
        if not equals or not name.strip().replace("_", "").isalnum():
            raise SecretsError(f"{path}:{number}: is no NAME=value line; mend it.")
        names.append(name.strip())
        os.environ.setdefault(name.strip(), value.strip().strip('"'))
    os.environ[NAMED] = " ".join(names)
    return names

"""Telling the operator that a night was kept back, failed, or never came: one sentence, sent and kept.

Alerts go where the digest goes (OVERBLIK_NOTIFY_URLS, through Apprise) and always into `alerts.jsonl` beside the
ledger, because a mail that was not delivered must not be the only trace. An alert that cannot be sent never changes
how a night ends.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import structlog

from warehouse.refusal import RefusedError
from warehouse.settings import Settings, Workspace, now

log = structlog.get_logger(__name__)
KEPT = "alerts.jsonl"


def alert(settings: Settings, place: Workspace, *, title: str, body: str) -> int:
    """Keep an alert and send it to every address; returns how many places it reached."""
    from warehouse.redacting import redacted

    title, body = redacted(title), redacted(body)
    log.error("alert", title=title, reason=body)
    reached = 0
    fault: str | None = None
    if settings.notify_urls.get_secret_value().split():
        from pipelines.sending import send

        try:
            reached = send(title, body, settings.notify_urls)
        except RefusedError as refused:
            fault = str(refused)
            log.error("the alert was not delivered everywhere", reason=fault)
    try:
        row = {"at": now().isoformat(), "title": title, "body": body, "reached": reached, "fault": fault}
        _append(place.root / KEPT, json.dumps(row, ensure_ascii=False))
    except OSError as broken:  # a full disk is what the alert may be about
        log.error("the alert could not be kept", reason=str(broken))
    return reached


def _append(path: Path, line: str) -> None:
    with path.open("ab+") as file:
        is_torn = file.tell() > 0 and file.seek(-1, os.SEEK_END) >= 0 and file.read(1) != b"\n"
        file.write(("\n" if is_torn else "").encode() + line.encode() + b"\n")


def kept(place: Workspace, *, last: int = 5) -> Sequence[dict[str, object]]:
    """The last alerts of a study, newest first."""
    path: Path = place.root / KEPT
    if not path.is_file():
        return []
    found: list[dict[str, object]] = []
    for line in reversed(path.read_bytes().splitlines()):
        with suppress(ValueError):  # a full disk tears a line; the others are still what was told
            row = json.loads(line)
            if isinstance(row, dict) and {"at", "title", "body", "reached"} <= row.keys():
                found.append(row)
        if len(found) == last:
            break
    return found

"""Telling the operator that a night was kept back, failed, or never came: one sentence, sent and kept.

Alerts go where the digest goes (OVERBLIK_NOTIFY_URLS, through Apprise) and always into `alerts.jsonl` beside the
ledger, because a mail that was not delivered must not be the only trace. An alert that cannot be sent never changes
how a night ends.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
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
        with (place.root / KEPT).open("a", encoding="utf-8") as file:
            row = {"at": now().isoformat(), "title": title, "body": body, "reached": reached, "fault": fault}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    except OSError as broken:  # a full disk is what the alert may be about
        log.error("the alert could not be kept", reason=str(broken))
    return reached


def kept(place: Workspace, *, last: int = 5) -> Sequence[dict[str, object]]:
    """The last alerts of a study, newest first."""
    path: Path = place.root / KEPT
    if not path.is_file():
        return []
    lines = path.read_text(encoding="utf-8").splitlines()[-last:]
    return [json.loads(line) for line in reversed(lines)]

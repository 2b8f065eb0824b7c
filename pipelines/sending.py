"""Sending a digest to people: e-mail, Teams, Slack and a hundred other services, through Apprise.

Addresses hold passwords, so they come from the environment alone (OVERBLIK_NOTIFY_URLS, separated by white space) and
are never written anywhere: not into logs, refusals or the edition. A place is named by its scheme.
"""

from __future__ import annotations

import json
import logging
from pathlib import Path

import structlog
from pydantic import SecretStr

from pipelines.night import NightRefusedError

log = structlog.get_logger(__name__)
SENT = "digest_sent.json"


def send(title: str, body: str, places: SecretStr) -> int:
    """Send a text to every place; how many got it. Raises `NightRefusedError` naming the schemes that did not."""
    import apprise

    logging.getLogger("apprise").setLevel(logging.CRITICAL)  # its warnings quote addresses
    addresses = places.get_secret_value().split()
    if not addresses:
        raise NightRefusedError(
            "There is nowhere to send to; set OVERBLIK_NOTIFY_URLS to one or more Apprise addresses, "
            "such as mailtos://… or msteams://…."
        )
    failed = []
    for address in addresses:
        scheme = address.partition("://")[0] if "://" in address else "an address without a scheme"
        service = apprise.Apprise()
        if not service.add(address):
            failed.append(f"{scheme} (not an address that Apprise knows)")
        elif not service.notify(title=title, body=body, body_format=apprise.NotifyFormat.MARKDOWN):
            failed.append(scheme)
        else:
            log.info("digest sent", scheme=scheme)
    if failed:
        raise NightRefusedError(
            f"The digest did not reach {len(failed)} of {len(addresses)} places: {', '.join(failed)}; "
            "look at OVERBLIK_NOTIFY_URLS and at the service."
        )
    return len(addresses)


def was_sent(root: Path, edition: str) -> bool:
    """Whether this edition's digest was sent already."""
    path = root / SENT
    return path.is_file() and json.loads(path.read_text(encoding="utf-8")).get("edition") == edition


def note_sent(root: Path, edition: str) -> None:
    """Remember that this edition's digest was sent."""
    (root / SENT).write_text(json.dumps({"edition": edition}) + "\n", encoding="utf-8")

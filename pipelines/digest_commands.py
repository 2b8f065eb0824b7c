"""`overblik digest`: what the watches ask for that is new, and sending it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines import speaking

if TYPE_CHECKING:
    from pipelines.digest import Digest
    from pipelines.study import StudyFile
    from warehouse.edition import Edition

Study = Annotated[str, typer.Argument(help="a shipped study (demo, kombit) or a TOML file")]


def digest_of(file: StudyFile, edition: Edition, previous: Path | None) -> Digest:
    """The digest of an edition after the one before. Raises `WatchRefusedError` for a wrong watch list."""
    from dashboards.desk import read_study
    from pipelines.digest import make_digest, read_state
    from pipelines.signals import signals
    from pipelines.watch import watches_of

    watches = watches_of(file)
    told = read_state(previous).get("told", ())
    study = read_study(edition)
    found = signals(edition) if watches else []
    return make_digest(found, watches, edition=edition.id, as_of=study.as_of, told=told)


def publish_digest(file: StudyFile, edition: Edition, arriving: Path, previous: Path | None) -> int:
    """Write the digest of an edition that is being published; how many items it tells."""
    from pipelines.digest import FOLDER, read_state, write_digest

    made = digest_of(file, edition, previous)
    write_digest(made, arriving / FOLDER, study=file.study.name, before=read_state(previous))
    return len(made.items)


def digest(
    study: Study,
    send: Annotated[bool, typer.Option("--send", help="send it to OVERBLIK_NOTIFY_URLS, once an edition")] = False,
) -> None:
    """Show what is new for the watches of STUDY in the current edition, and why each item is there."""
    from pipelines.cli import refusing

    with refusing():
        from pipelines.digest import FOLDER, STATE, TEXT, read_state
        from pipelines.looking import choose
        from pipelines.night import NightRefusedError
        from pipelines.sending import note_sent, was_sent
        from pipelines.sending import send as send_away
        from warehouse.settings import Settings

        settings = Settings()
        speaking.set_up_logs(settings.log_format)
        place = choose(settings, study, published=True)
        folder = place.current.resolve()
        if not (folder / FOLDER / STATE).is_file():
            raise NightRefusedError(f"The edition {folder.name} has no digest; the next night will make one.")
        text = (folder / FOLDER / TEXT).read_text(encoding="utf-8")
        speaking.say(text)
        if not send:
            return
        count = int(read_state(folder)["items"])
        if count == 0:
            speaking.say("Nothing is sent: there is nothing new.")
        elif was_sent(place.root, folder.name):
            speaking.say(f"Nothing is sent: the digest of {folder.name} was sent before.")
        else:
            reached = send_away(text.splitlines()[0].lstrip("# "), text, settings.notify_urls)
            note_sent(place.root, folder.name)
            speaking.say(f"Sent to {reached} {'place' if reached == 1 else 'places'}.")

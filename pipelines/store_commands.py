"""The commands about the object store: `overblik store push` and `overblik store pull`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from pipelines import speaking

if TYPE_CHECKING:
    from warehouse.settings import Settings

store_app = typer.Typer(help="Keep a study in an object store (OVERBLIK_STORE).", no_args_is_help=True)
_Study = Annotated[str, typer.Argument(help="a shipped study (demo, kombit) or a TOML file")]
_Home = Annotated[Path | None, typer.Option("--home", help="where studies lie; OVERBLIK_HOME if not said")]


def push_study(settings: Settings, study: str, *, night_id: str) -> str:
    """Hand a study over to the store of the settings; returns a sentence. Raises `StoreError`."""
    from warehouse.settings import workspace
    from warehouse.store import Store

    assert settings.store is not None
    moved = Store(settings.store, study).push(workspace(settings, study), night_id=night_id)
    went = f", {moved.gone} went that are taken out here" if moved.gone else ""
    return f"{moved.moved} objects put into the store, {moved.there} were there{went}"


def push_now(settings: Settings, study: str) -> str:
    """The same outside a night, under the name of the last one. Raises `StoreError`."""
    from warehouse.ledger import Ledger
    from warehouse.settings import workspace

    with Ledger(workspace(settings, study).ledger) as ledger:
        nights = ledger.rows("select night_id from night order by rowid desc limit 1")
    return push_study(settings, study, night_id=nights[0]["night_id"] if nights else "none")


def _ready(study: str, home: Path | None) -> tuple[Settings, str]:
    from pipelines.study import read
    from warehouse.settings import Settings
    from warehouse.store import StoreError

    settings = Settings() if home is None else Settings(home=home)
    if settings.store is None:
        raise StoreError("No object store is named; set OVERBLIK_STORE, e.g. s3://bucket/prefix.")
    return settings, read(study).study.name


@store_app.command()
def push(study: _Study, home: _Home = None) -> None:
    """Put evidence, records and the current edition of STUDY into the store; a night does so at its end."""
    from pipelines.cli import refusing

    with refusing():
        from warehouse.settings import workspace
        from warehouse.store import StoreError

        settings, name = _ready(study, home)
        if not workspace(settings, name).ledger.exists():
            raise StoreError(f"The study {name!r} has had no night here; nothing was put into the store.")
        speaking.say(push_now(settings, name))


@store_app.command()
def pull(study: _Study, home: _Home = None) -> None:
    """Fetch STUDY from the store onto this machine, as after the loss of another one; the next night goes on here."""
    from pipelines.cli import refusing

    with refusing():
        from pipelines.night import the_only_one
        from warehouse.settings import workspace
        from warehouse.store import Store

        settings, name = _ready(study, home)
        assert settings.store is not None
        place = workspace(settings, name)
        with the_only_one(place):
            moved = Store(settings.store, name).pull(place)
        speaking.say(f"{moved.moved} objects fetched from the store, {moved.there} were here")

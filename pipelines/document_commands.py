"""What the strategist and the analyst take along: `overblik report` and `overblik export`, from any kept edition."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipelines import speaking

StudyOption = Annotated[str | None, typer.Option("--study", help="which study; the last published one if not said")]
EditionOption = Annotated[str | None, typer.Option("--edition", help="which edition; the current one if not said")]


def _edition_folder(study: str | None, edition_id: str | None) -> Path:
    from pipelines.looking import choose, edition_folder
    from warehouse.settings import Settings

    settings = Settings()
    speaking.set_up_logs(settings.log_format)
    return edition_folder(choose(settings, study, published=True), edition_id)


def report(
    kind: Annotated[str, typer.Argument(help="board, trends or profile")],
    fmt: Annotated[str, typer.Option("--format", help="pdf, word, slides or markdown")] = "pdf",
    lang: Annotated[str, typer.Option("--lang", help="da or en")] = "da",
    player: Annotated[str, typer.Option("--player", help="whose profile: a player's id or name")] = "",
    out: Annotated[Path, typer.Option("--out", help="the folder to write into")] = Path(),
    study: StudyOption = None,
    edition: EditionOption = None,
) -> None:
    """Write one report of an edition: the board paper, the trend summary or competitors' profiles."""
    from pipelines.cli import refusing

    with refusing():
        from pipelines.documents import write_one_report

        paths = write_one_report(_edition_folder(study, edition), kind=kind, fmt=fmt, lang=lang, player=player, out=out)
        for path in paths:
            speaking.say(str(path))


def export(
    name: Annotated[str, typer.Argument(help="marts (CSV and Parquet), ocds, radar or lists (Excel)")],
    out: Annotated[Path, typer.Option("--out", help="the folder to write into")] = Path("exports"),
    study: StudyOption = None,
    edition: EditionOption = None,
) -> None:
    """Write an edition's marts in a format that other tools read, with an index of files, digests and columns."""
    from pipelines.cli import refusing

    with refusing():
        from pipelines.documents import write_one_export

        for path, rows in write_one_export(_edition_folder(study, edition), name=name, out=out):
            speaking.say(f"{path}: {rows} rows" if rows is not None else str(path))

"""What somebody who writes a study asks: is it in order, and which come with Overblik."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines import speaking

study_app = typer.Typer(help="Look at studies.", no_args_is_help=True, rich_markup_mode=None)


@study_app.command("check")
def study_check(file: Annotated[str, typer.Argument(help="a TOML file, or the name of a shipped study")]) -> None:
    """Check a study: every key, name and option; the first mistake is refused with file and line."""
    from pipelines.cli import refusing

    with refusing():
        from pipelines.guarding import check_guard_names
        from pipelines.strategy_tables import check_queries
        from pipelines.study import read
        from pipelines.study_tables import check_shelves

        checked = read(file)
        check_shelves(checked)
        check_guard_names(checked)
        queries = check_queries(checked)
        study = checked.study
        speaking.say(
            f"{checked.path}: in order. {len(study.source)} sources, {len(study.player)} players, "
            f"{len(study.component)} components, {len(study.segment)} segments, "
            f"{len(checked.strategy.assumption)} assumptions, {queries} queries."
        )


@study_app.command("list")
def study_list() -> None:
    """List the studies that come with Overblik."""
    from pipelines.study import read, shipped

    speaking.table(
        "Studies",
        ("name", "title", "file"),
        [(name, read(name).study.study.title_en, path) for name, path in shipped().items()],
    )

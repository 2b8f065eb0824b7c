"""The commands about what texts say: `evaluate`, `player explain` and `terms review`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from pipelines import speaking

player_app = typer.Typer(help="Look at players.", no_args_is_help=True, rich_markup_mode=None)
terms_app = typer.Typer(help="Look at new terms.", no_args_is_help=True, rich_markup_mode=None)
_TASKS = (
    *("technology", "theme", "need", "barrier", "role", "players", "player_kind", "public"),
    *("cpv", "relevance", "cpv_spanish"),
)


def evaluate(
    task: Annotated[str | None, typer.Option("--task", help=f"one of {', '.join(_TASKS)}; all if not said")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="only this language: da, en, nb, sv, de")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="as JSON, every label with its counts")] = False,
    data: Annotated[Path | None, typer.Option("--data", help="score the sets below this folder instead")] = None,
    keep: Annotated[bool, typer.Option("--keep", help="make the result the one that later ones are held to")] = False,
) -> None:
    """Score what Overblik finds against gold; exit code 1 where a figure really fell since the stored result."""
    from pipelines.cli import refusing

    with refusing():
        from nlp import evaluation

        if task is not None and task not in _TASKS:
            raise evaluation.EvaluationError(f"There is no task {task!r}; known: {', '.join(_TASKS)}.")
        if data is not None and not data.exists():
            raise evaluation.EvaluationError(f"There is nothing at {data}.")
        results = evaluation.evaluate(tasks=(task,) if task else _TASKS, language=lang, data=data)
        fallen = evaluation.drops(results)
        if as_json:
            said = {one.name: _as_json(one) for one in results}
            typer.echo(json.dumps({"results": said, "drops": fallen}, ensure_ascii=False, indent=1))
        else:
            for one in results:
                _say(one)
        if keep:
            evaluation.keep(results)
        elif fallen:
            speaking.refuse("; ".join(fallen))
            raise typer.Exit(speaking.REFUSED)


def _as_json(result: object) -> dict[str, object]:
    from nlp.evaluation import Result

    assert isinstance(result, Result)
    return {
        group.name: {
            "count": group.count,
            **{name: figure.rounded() for name, figure in group.figures.items()},
            **{name: round(value, 4) for name, value in group.plain.items()},
            "labels": {
                label: {"right": one.right, "extra": one.extra, "missed": one.missed, "f1": round(one.f1, 4)}
                for label, one in group.labels.items()
            },
        }
        for group in result.groups
    }


def _say(result: object) -> None:
    from nlp.evaluation import Result

    assert isinstance(result, Result)
    names = list(dict.fromkeys(name for group in result.groups for name in group.figures))
    plain = list(dict.fromkeys(name for group in result.groups for name in group.plain))
    speaking.table(
        f"{result.task} (gold: {result.gold})",
        ("group", "n", *names, *plain),
        [
            (
                group.name,
                group.count,
                *(
                    f"{at.value:.3f} {at.low:.2f}–{at.high:.2f}" if (at := group.figures.get(name)) else ""
                    for name in names
                ),
                *(group.plain.get(name) for name in plain),
            )
            for group in result.groups
        ],
    )
    labels = result.groups[0].labels
    if labels:
        speaking.table(
            "labels, weakest first",
            ("label", "precision", "recall", "F1", "right", "extra", "missed"),
            [
                (label, one.precision, one.recall, one.f1, one.right, one.extra, one.missed)
                for label, one in sorted(labels.items(), key=lambda item: (item[1].f1, item[0]))
            ],
        )


@player_app.command("explain")
def player_explain(
    name: Annotated[str, typer.Argument(help="a name, a part of one, a number or a player's id")],
    study: Annotated[
        str | None, typer.Option("--study", help="which study; the last published one if not said")
    ] = None,
) -> None:
    """Say which organisations are the player NAME and why, and which others it may be."""
    from pipelines.cli import refusing

    with refusing():
        from pipelines.explaining import explain_player
        from warehouse.settings import Settings

        explain_player(Settings(), study, name)


@terms_app.command("review")
def terms_review(
    accept: Annotated[str | None, typer.Option("--accept", help="this term names the technology of --as")] = None,
    technology: Annotated[str | None, typer.Option("--as", help="the technology that the term names")] = None,
    reject: Annotated[str | None, typer.Option("--reject", help="this term is none; do not ask again")] = None,
    merge: Annotated[str | None, typer.Option("--merge", help="this term is a way of writing that of --into")] = None,
    into: Annotated[str | None, typer.Option("--into", help="the term that the merged one counts for")] = None,
    who: Annotated[str, typer.Option("--who", help="who decides")] = "",
    why: Annotated[str, typer.Option("--why", help="why")] = "",
    study: Annotated[
        str | None, typer.Option("--study", help="which study; the last published one if not said")
    ] = None,
) -> None:
    """Show the new terms of the current edition, or keep a decision on one in nlp/term_decisions.csv."""
    from pipelines.cli import refusing

    with refusing():
        from pipelines.explaining import decide_term, show_terms
        from warehouse.settings import Settings

        if accept or reject or merge:
            choices = {"accept": accept, "technology": technology, "reject": reject, "merge": merge, "into": into}
            decide_term(Settings(), study, who=who, why=why, **choices)
        else:
            show_terms(Settings(), study)

"""The commands of the strategist: `assumptions`, `diff` and `plan`."""

from __future__ import annotations

from typing import Annotated

import typer

from pipelines import speaking

StudyOption = Annotated[str | None, typer.Option("--study", help="which study; the last published one if not said")]
_SHOWN = {"holds": "holds", "weakening": "WEAKENING", "broken": "BROKEN", "cannot_tell": "cannot tell"}


def assumptions(
    history: Annotated[bool, typer.Option("--history", help="how each stood in every edition")] = False,
    study: StudyOption = None,
) -> None:
    """Show how the study's assumptions stand: holds, weakening, broken or cannot tell, with numbers and owner."""
    from pipelines.cli import refusing

    with refusing():
        from pipelines.looking import choose
        from warehouse import edition as editions
        from warehouse.settings import Settings

        place = choose(Settings(), study, published=True)
        with editions.Edition(place.current.resolve()) as edition:
            if history:
                _say_history(edition)
            else:
                _say_now(edition)


def _say_now(edition: object) -> None:
    from warehouse.edition import Edition

    assert isinstance(edition, Edition)
    rows = edition.query("from mart.assumption_status order by urgency, assumption_id")
    if not rows:
        speaking.say("The study states no assumptions; add [[assumption]] tables to it (docs/strategy.md shows how).")
        return
    speaking.table(
        f"Assumptions in edition {edition.id}",
        ("assumption", "status", "before", "why", "sentence", "owner"),
        [
            (
                row["assumption_id"],
                _SHOWN[str(row["status"])],
                _SHOWN.get(str(row["status_before"]), "new"),
                row["reason"],
                row["sentence_en"],
                row["owner"],
            )
            for row in rows
        ],
    )


def _say_history(edition: object) -> None:
    from warehouse.edition import Edition

    assert isinstance(edition, Edition)
    rows = edition.query("from mart.assumption_history order by assumption_id, as_of, edition_id")
    speaking.table(
        "Assumptions by edition",
        ("assumption", "edition", "day", "status", "value", "threshold"),
        [
            (
                row["assumption_id"],
                row["edition_id"],
                row["as_of"],
                _SHOWN[str(row["status"])],
                row["value"],
                row["threshold"],
            )
            for row in rows
        ],
    )

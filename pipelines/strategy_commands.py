"""The commands of the strategist: `assumptions`, `diff` and `plan`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from pipelines import speaking

if TYPE_CHECKING:
    from warehouse.settings import Workspace

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


def diff(
    before: Annotated[str, typer.Argument(help="an edition, or a day: the edition that was known on it")],
    after: Annotated[str, typer.Argument(help="a later edition, or a day")] = "current",
    figure: Annotated[str | None, typer.Option("--figure", help="only this figure, as market_value")] = None,
    most: Annotated[int, typer.Option("--most", min=1, help="how many changed figures to show")] = 40,
    study: StudyOption = None,
) -> None:
    """Show which headline figures changed between two editions, and split each change by its cause."""
    from pipelines.cli import refusing

    with refusing():
        from pipelines.looking import choose
        from pipelines.night import NightRefusedError
        from pipelines.study import listed, near
        from warehouse.edition_diff import compare
        from warehouse.settings import Settings

        place = choose(Settings(), study, published=True)
        first, last = (known_on(place, said) for said in (before, after))
        rows = compare(place.editions / first, place.editions / last)
        known = sorted({str(row["figure"]) for row in rows})
        if figure is not None and figure not in known:
            raise NightRefusedError(
                f"No figure {figure!r} changed from {first} to {last}{near(figure, known)}; changed: {listed(known)}."
            )
        rows = [row for row in rows if figure in (None, row["figure"])]
        _say_diff(first, last, rows, most)


def known_on(place: Workspace, said: str) -> str:
    """The edition that a person means: its id, `current`, or the last one of a day or before it."""
    from datetime import date

    from pipelines.night import NightRefusedError
    from warehouse import edition as editions

    kept = editions.all_editions(place)
    if said == "current":
        return place.current.resolve().name
    if said in kept:
        return said
    try:
        day = date.fromisoformat(said)
    except ValueError:
        raise NightRefusedError(
            f"{said!r} is no edition and no day; write a day as 2026-11-17, or one of {', '.join(kept)}."
        ) from None
    older = [
        one for one in kept if date.fromisoformat(str(editions.Edition(place.editions / one).manifest["as_of"])) <= day
    ]
    if not older:
        raise NightRefusedError(f"Nothing was known on {day}: the first edition that is kept is {kept[0]}.")
    return older[-1]


def _say_diff(first: str, last: str, rows: list[dict[str, object]], most: int) -> None:
    from itertools import groupby

    from warehouse.estimators.attribution import CAUSES

    changed = [list(group) for _, group in groupby(rows, key=lambda row: (row["figure"], row["slice"]))]
    shown = []
    for group in changed[:most]:
        parts = {str(row["cause"]): row["part"] for row in group}
        one = group[0]
        is_word = one["word_before"] is not None or one["word_after"] is not None
        ends = ("word_before", "word_after") if is_word else ("before", "after")
        shown.append(
            (one["label_en"], *(_number(one[end]) for end in ends), *(_number(parts[cause]) for cause in CAUSES))
        )
    speaking.table(
        f"From {first} to {last}: {len(changed)} headline figures changed",
        ("figure", "before", "after", *(cause.replace("_", " ") for cause in CAUSES)),
        shown,
    )
    if len(changed) > most:
        speaking.say(f"{len(changed) - most} more; ask for them with --most, or for one figure with --figure.")


def _number(value: object) -> str:
    if value is None:
        return "cannot tell"
    if not isinstance(value, float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.4g}"


def plan(study: StudyOption = None) -> None:
    """Show the business plan by year, what it hangs on, and which inputs are examples."""
    from pipelines.cli import refusing

    with refusing():
        from pipelines.looking import choose
        from warehouse import edition as editions
        from warehouse.settings import Settings

        place = choose(Settings(), study, published=True)
        with editions.Edition(place.current.resolve()) as edition:
            years = edition.query("from mart.business_plan order by year")
            moved = edition.query("from mart.business_plan_tornado order by place")
        if not years or not years[0]["can_tell"]:
            speaking.say(str(years[0]["reason"]) if years else "There is no plan: the study gives no inputs.")
            return
        speaking.table(
            f"Business plan, million kroner: {years[0]['reason']}",
            ("year", "adoption", "income", "cost", "net low", "net base", "net high", "sum, discounted", "money back"),
            [
                (
                    row["year"],
                    f"{row['adoption_base']:.0%}",
                    *(_million(row[name]) for name in ("income_dkk_base", "cost_dkk_base")),
                    *(_million(row[f"net_dkk_{point}"]) for point in ("low", "base", "high")),
                    _million(row["cumulated_dkk_base"]),
                    f"{row['break_even_chance']:.0%}",
                )
                for row in years
            ],
        )
        speaking.table(
            "What it hangs on: discounted net after five years, one input moved at a time",
            ("input", "low", "base", "high", "net at low", "net at high", "source"),
            [
                (
                    row["input"],
                    *(row[point] for point in ("low", "base", "high")),
                    *(_million(row[f"net_at_{end}_dkk"]) for end in ("low", "high")),
                    row["source"],
                )
                for row in moved
            ],
        )


def _million(value: object) -> str:
    return f"{float(str(value)) / 1e6:,.1f}"

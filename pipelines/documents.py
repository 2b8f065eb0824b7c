"""Single documents and exports on request, from any kept edition, with refusals that say what there is."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import cast

from dashboards.desk import marts_of
from dashboards.documents import NOTHING_BEFORE, build_reports, report_desk
from dashboards.exporters import all_exporters
from dashboards.lists import write_lists
from dashboards.publishing import write_exports, write_report
from dashboards.renderers import all_renderers
from dashboards.report import Report
from dashboards.reports import all_report_kinds
from dashboards.reports.profile import profile_of
from dashboards.words import LANGS, Lang
from pipelines.night import NightRefusedError
from warehouse.edition import Edition


def write_one_report(folder: Path, *, kind: str, fmt: str, lang: str, player: str, out: Path) -> list[Path]:
    """Write the reports of one kind; the paths. Raises `NightRefusedError` for what there is not."""
    _known("report", kind, tuple(all_report_kinds()))
    _known("format", fmt, tuple(all_renderers()))
    _known("language", lang, LANGS)
    if player and kind != "profile":
        raise NightRefusedError(f"--player goes with the report profile, not with {kind}; leave it out.")
    out.mkdir(parents=True, exist_ok=True)
    with Edition(folder) as edition:
        reports = [_profile(edition, player)] if player else build_reports(edition, only=kind)
        if not reports:
            raise NightRefusedError(f"The edition {edition.id} has nothing to write a {kind} about.")
        return [
            path
            for report in reports
            for path in write_report(report, out, formats=(fmt,), langs=(cast("Lang", lang),))
        ]


def _known(what: str, said: str, known: tuple[str, ...]) -> None:
    if said not in known:
        raise NightRefusedError(f"There is no {what} {said!r}; there are {', '.join(known)}.")


def _profile(edition: Edition, player: str) -> Report:
    rows = edition.query(
        "select player_id, player_name from mart.player_profile where player_id = $1 or lower(player_name) = lower($1) "
        "order by player_id",
        [player],
    )
    if not rows:
        names = [str(row["player_name"]) for row in edition.query("select player_name from mart.player_profile")]
        near = difflib.get_close_matches(player, names, n=3, cutoff=0.4)
        hint = f"; did you mean {', '.join(near)}" if near else ""
        raise NightRefusedError(f"No player of the edition {edition.id} is called {player!r}{hint}.")
    made = profile_of(report_desk(edition, "profile"), NOTHING_BEFORE, str(rows[0]["player_id"]))
    if made is None:
        raise NightRefusedError(f"The edition {edition.id} has no profile of {player!r}.")
    return made


def write_one_export(folder: Path, *, name: str, out: Path) -> list[tuple[Path, int | None]]:
    """Write one export; its paths and rows. Raises `NightRefusedError` for what there is not."""
    _known("export", name, (*all_exporters(), "lists"))
    with Edition(folder) as edition:
        if name == "lists":
            out.mkdir(parents=True, exist_ok=True)
            paths = [(out / f"lists.{lang}.xlsx", lang) for lang in LANGS]
            for path, lang in paths:
                write_lists(edition, path, lang)
            return [(path, None) for path, _ in paths]
        missing = sorted(set(all_exporters()[name].marts) - set(marts_of(edition)))
        if missing:
            raise NightRefusedError(f"The edition {edition.id} has no {', '.join(missing)}, which {name} is made from.")
        return [(one.path, one.rows) for one in write_exports(edition, out, only=name)]

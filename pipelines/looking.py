"""What the operator and the analyst look at: status, answers to SQL, a piece of evidence, the shelf of sources."""

from __future__ import annotations

import io
import sys
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path

from pipelines import speaking
from pipelines.night import NightRefusedError
from warehouse.archive import Archive, DamagedEvidenceError, MissingEvidenceError
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace, now

EXCERPT = 600


def known_workspaces(settings: Settings) -> list[Workspace]:
    """The workspaces that hold a ledger, the last used first."""
    found = [Workspace(path.parent) for path in settings.home.glob("*/ledger.sqlite")]
    return sorted(found, key=lambda place: place.ledger.stat().st_mtime, reverse=True)


def choose(settings: Settings, study: str | None, *, published: bool) -> Workspace:
    """The workspace that a question is about. Raises `NightRefusedError` where there is none, or a study's refusal."""
    chosen = [_workspace_of(settings, study)] if study is not None else known_workspaces(settings)
    if published:
        if study is not None:
            _check_pointer(chosen[0])
        chosen = [place for place in chosen if place.current.exists()]
        chosen.sort(key=lambda place: place.current.lstat().st_mtime, reverse=True)
    if not chosen:
        what = "has been published" if published else "has run"
        raise NightRefusedError(f"Nothing {what} under {settings.home}; run `overblik run demo` first.")
    return chosen[0]


def _workspace_of(settings: Settings, study: str) -> Workspace:
    """The workspace of a study, said by its file or, where it has run here, by its name alone."""
    from pipelines.advising import run_command
    from pipelines.study import StudyRefusedError, listed, read

    known = {place.root.name: place for place in known_workspaces(settings)}
    try:
        name = read(study).study.name
    except StudyRefusedError as refused:
        if study in known:
            return known[study]
        if Path(study).is_file():
            raise
        ran = f"here have run {listed(sorted(known))}" if known else "none has run here yet"
        raise NightRefusedError(f"{str(refused).rstrip('.')}; {ran}.") from None
    if name not in known:
        raise NightRefusedError(f"The study {name!r} has not run here yet; run `{run_command(study)}` first.")
    return known[name]


def _check_pointer(place: Workspace) -> None:
    """Refuse a study whose editions are there and whose pointer leads to none of them. Raises `NightRefusedError`."""
    from warehouse.edition import all_editions

    held = all_editions(place)
    if held and not (place.current / "overblik.duckdb").is_file():
        raise NightRefusedError(
            f"{place.current} leads to no edition, though there are {', '.join(held)}; "
            f"say: ln -sfn editions/{held[-1]} {place.current}"
        )


def edition_folder(place: Workspace, edition_id: str | None) -> Path:
    """The folder of an edition, or of the current one. Raises `NightRefusedError` where there is none of that id."""
    from warehouse.edition import MANIFEST, all_editions

    folder = place.editions / edition_id if edition_id else place.current.resolve()
    if not folder.is_dir() or (edition_id is not None and edition_id not in all_editions(place)):
        known = ", ".join(all_editions(place))
        raise NightRefusedError(f"There is no edition {edition_id!r} of {place.root.name}; there are {known}.")
    if not (folder / MANIFEST).is_file():
        raise NightRefusedError(f"{folder / MANIFEST} is missing; bring it back from a copy, or remove the folder.")
    return folder


def show_status(settings: Settings, study: str | None) -> None:
    """The last nights, tonight's stages, the sources with the age of their last answer, the quarantine."""
    place = choose(settings, study, published=False)
    with Ledger(place.ledger) as ledger:
        nights = ledger.rows(
            "select night_id, as_of, started_at, ended_at, outcome, reason from night order by rowid desc limit 10"
        )
        speaking.table(
            f"Nights of {place.root.name}",
            ("night", "as of", "started", "minutes", "outcome", "reason"),
            [(n["night_id"], n["as_of"], n["started_at"][:16], _minutes(n), n["outcome"], n["reason"]) for n in nights],
        )
        if nights:
            stages = ledger.rows(
                "select stage, seconds, outcome, note from stage where night_id = ? order by rowid",
                (nights[0]["night_id"],),
            )
            speaking.table(
                f"Stages of {nights[0]['night_id']}",
                ("stage", "seconds", "outcome", "what it did"),
                [(s["stage"], s["seconds"], s["outcome"], s["note"]) for s in stages],
            )
        sources = ledger.rows(
            "select source, count(*) as requests, "
            "sum(outcome in ('ok', 'unchanged')) as answered, sum(outcome like 'policy%') as policy, "
            "sum(outcome not in ('ok', 'unchanged', 'not_published_yet') and outcome not like 'policy%') as failed, "
            "max(case when outcome in ('ok', 'unchanged') then ended_at end) as last "
            "from fetch group by source order by 1"
        )
        speaking.table(
            "Sources, all nights",
            ("source", "requests", "answered", "refused by policy", "failed", "last answer", "hours ago"),
            [
                (
                    s["source"],
                    s["requests"],
                    s["answered"],
                    s["policy"],
                    s["failed"],
                    (s["last"] or "never")[:16],
                    _age(s),
                )
                for s in sources
            ],
        )
        unread = ledger.rows(
            "select count(*) as n, min(first_seen) as since from evidence "
            "where evidence_id not in (select evidence_id from reading)"
        )[0]
        quarantine = ledger.rows(
            "select e.source, r.reason, count(*) as n, min(r.evidence_id) as one, min(r.detail) as detail "
            "from reading r join evidence e using (evidence_id) where r.outcome = 'quarantined' "
            "group by 1, 2 order by 1, 2"
        )
    speaking.table(
        "Quarantine",
        ("source", "reason", "pieces", "for example", "detail"),
        [(q["source"], q["reason"], q["n"], q["one"][:12], q["detail"]) for q in quarantine],
    )
    _show_alerts(place)
    since = f", the oldest since {unread['since'][:16]}" if unread["n"] else ""
    speaking.say(f"Queue: {unread['n']} pieces of evidence wait to be read{since}.")
    current = place.current.resolve().name if place.current.exists() else "none"
    speaking.say(f"Current edition: {current}. Report: {place.current / 'site' / 'index.html'}")


def _show_alerts(place: Workspace) -> None:
    from pipelines.alerting import kept

    speaking.table(
        "Last alerts",
        ("at", "title", "reason", "places reached"),
        [(str(a["at"])[:16], a["title"], a["body"], a["reached"]) for a in kept(place)],
    )


def _minutes(night: object) -> float | None:
    row = dict(night)  # type: ignore[call-overload]  # sqlite3.Row is a mapping in all but name
    if not row["ended_at"]:
        return None
    return (datetime.fromisoformat(row["ended_at"]) - datetime.fromisoformat(row["started_at"])).total_seconds() / 60


def _age(source: object) -> float | None:
    row = dict(source)  # type: ignore[call-overload]  # as above
    if not row["last"]:
        return None
    return (now() - datetime.fromisoformat(row["last"])).total_seconds() / 3600


def edition_as_of(place: Workspace, day: date) -> str:
    """The id of the edition that was current on a day: the last whose as-of date is not after it.

    Raises `NightRefusedError` where the first kept edition is younger.
    """
    from warehouse.edition import Edition, all_editions

    dated = {name: str(Edition(place.editions / name).manifest.get("as_of", "")) for name in all_editions(place)}
    fit = [name for name, as_of in dated.items() if as_of and as_of <= day.isoformat()]
    if not fit:
        oldest = min((as_of for as_of in dated.values() if as_of), default="none")
        raise NightRefusedError(f"No kept edition is as old as {day}; the oldest is of {oldest}.")
    return max(fit, key=lambda name: (dated[name], fit.index(name)))


def answer(
    settings: Settings,
    study: str | None,
    query: str,
    *,
    files: dict[str, Path],
    seconds: int,
    edition_id: str | None = None,
    as_of: date | None = None,
    together: bool = False,
) -> None:
    """Answer a question to an edition: as a table, or into files. `together` attaches all kept editions."""
    from warehouse import edition as editions

    place = choose(settings, study, published=True)
    if as_of is not None:
        edition_id = edition_as_of(place, as_of)
    folder = edition_folder(place, edition_id)
    beside = {attached_name(name): place.editions / name for name in editions.all_editions(place)} if together else {}
    with editions.Edition(folder, beside=beside) as edition:
        for kind, path in files.items():
            rows = editions.export_sql(edition, query, {kind: path})
            speaking.say(f"{_rows(rows)} written to {path}")
        if not files:
            found = editions.run_sql(edition, query, seconds=seconds)
            speaking.table(f"{edition.id}: {_rows(len(found.rows))}", found.columns, found.rows)


def _rows(count: int) -> str:
    return f"{count} {'row' if count == 1 else 'rows'}"


def attached_name(edition_id: str) -> str:
    """What an edition is called in a question to several: 20261117-1 is e_20261117_1."""
    return "e_" + "".join(letter if letter.isalnum() else "_" for letter in edition_id)


def show_evidence(settings: Settings, study: str | None, evidence_id: str, *, raw: bool, part: str) -> None:
    """Show where evidence came from, how it was read, and the beginning of its bytes; or write all its bytes."""
    places = [choose(settings, study, published=False)] if study else known_workspaces(settings)
    for place in places:
        with Ledger(place.ledger) as ledger:
            found = ledger.rows(
                "select * from evidence where substr(evidence_id, 1, ?) = ? limit 3", (len(evidence_id), evidence_id)
            )
            if len(evidence_id) < 8 and found:
                raise NightRefusedError(f"{evidence_id!r} is too short to name evidence; give eight signs.")
            if len(found) > 1:
                raise NightRefusedError(f"{evidence_id!r} begins several names of evidence; give more of it.")
            if not found and (instead := _instead_of(ledger, evidence_id)):
                found = ledger.rows("select * from evidence where evidence_id = ?", (instead,))
            if found:
                _show_one(place, ledger, dict(found[0]), raw=raw, part=part)
                return
    raise NightRefusedError(f"No evidence is called {evidence_id!r}; ids stand in the marts' column evidence_id.")


def _instead_of(ledger: Ledger, evidence_id: str) -> str | None:
    """The masked copy of evidence whose name begins so. Raises `NightRefusedError` where nothing is left of it."""
    if len(evidence_id) < 8:
        return None
    buried = ledger.rows(
        "select evidence_id, instead from buried where substr(evidence_id, 1, ?) = ? limit 2",
        (len(evidence_id), evidence_id),
    )
    if len(buried) == 1 and not buried[0]["instead"]:
        raise NightRefusedError(f"The evidence {buried[0]['evidence_id']} was taken out; nothing of it is kept.")
    return str(buried[0]["instead"]) if len(buried) == 1 else None


def _show_one(place: Workspace, ledger: Ledger, evidence: dict[str, object], *, raw: bool, part: str) -> None:
    from spiders.packages import package_kind

    name = str(evidence["evidence_id"])
    try:
        data = Archive(place.evidence).read(name)
    except MissingEvidenceError:
        raise NightRefusedError(f"The ledger knows {name}, but the archive no longer holds its bytes.") from None
    except DamagedEvidenceError:
        raise NightRefusedError(f"The archive's bytes of {name} are damaged: they no longer give their name.") from None
    if part:
        found = _member(data, part)
        if found is None:
            raise NightRefusedError(f"The package {name} has no member {part!r}.")
        data = found
    if raw:
        sys.stdout.buffer.write(data)
        return
    speaking.facts(f"Evidence {name}", {key: value for key, value in evidence.items() if key != "evidence_id"})
    fetches = ledger.rows(
        "select source, url, outcome, http_status, ended_at from fetch where evidence_id = ? order by fetch_id", (name,)
    )
    speaking.table(
        "Requests that gave or confirmed it",
        ("source", "url", "outcome", "status", "at"),
        [(f["source"], f["url"], f["outcome"], f["http_status"], f["ended_at"][:19]) for f in fetches],
    )
    readings = ledger.rows(
        "select part, reader, outcome, reason, records from reading where evidence_id = ? "
        "and (? = '' or part = ?) order by part limit 20",
        (name, part, part),
    )
    speaking.table(
        "How it was read (at most 20 parts)",
        ("part", "reader", "outcome", "reason", "records"),
        [(r["part"], r["reader"], r["outcome"], r["reason"], r["records"]) for r in readings],
    )
    head = data[:EXCERPT]
    if package_kind(data[:4096]):
        speaking.say(f"\nIt is a package of {len(data)} bytes: --part NAME shows a part, --raw all of it.")
    elif any(byte < 32 and byte not in b"\t\n\r\f" for byte in head):
        speaking.say(f"\nIts {len(data)} bytes are no text: --raw writes them.")
    else:
        said = head.decode("utf-8", "replace")
        speaking.say(f"\nIts first {len(head)} bytes of {len(data)} (all of them: --raw):\n{said}")


def _member(package: bytes, part: str) -> bytes | None:
    from spiders.format import Unreadable
    from spiders.packages import members, package_kind

    kind = package_kind(package[:4096])
    if kind is None:
        return None
    with suppress(Unreadable):  # a package may be damaged after the member that is asked for
        for member in members(io.BytesIO(package), kind):
            if member.name == part:
                return member.data
    return None


def show_sources(study: str | None) -> None:
    """The shelf of sources, or the sources of one study."""
    from spiders.source import sources

    shelf = sources()
    if study is None:
        speaking.table(
            "Kinds of sources",
            ("kind", "what", "publisher", "licence", "politeness"),
            [(kind, one.title, one.publisher, one.licence, one.politeness) for kind, one in sorted(shelf.items())],
        )
        return
    from pipelines.study import read
    from pipelines.study_tables import check_shelves

    file = read(study)
    check_shelves(file)
    speaking.table(
        f"Sources of {file.study.name}",
        ("name", "kind", "stream", "publisher", "licence", "terms"),
        [
            (
                one.name,
                one.kind,
                one.stream,
                one.publisher or shelf[one.kind].publisher,
                shelf[one.kind].licence,
                shelf[one.kind].terms,
            )
            for one in file.study.source
        ],
    )

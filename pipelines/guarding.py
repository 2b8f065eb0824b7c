"""Asking the guards before a night is published: what they need of the ledger and of the built tables.

The ledger's guards need no built database, so that a night that "brought nothing" is judged before it is believed.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from urllib.parse import urlsplit

import structlog

from pipelines.advising import run_command
from pipelines.closed_days import is_closed
from pipelines.guard import Day, Finding, Guard
from pipelines.guards import judge_source
from pipelines.night import Night, NightRefusedError
from pipelines.study import StudyFile, listed, near
from warehouse.database import Building
from warehouse.ledger import Ledger

log = structlog.get_logger(__name__)

# Everything that came since the last night that was published is tonight's news, whatever day it was asked for.
_LAST_PUBLISHED = "select coalesce(max(rowid), 0) as place from night where outcome in ('published', 'unchanged')"
_NIGHTS = """
with dated as (
    select night_id, rowid > :published as is_news, outcome in ('published', 'unchanged') as is_fine,
        case when rowid > :published then min(as_of, :as_of) else as_of end as day
    from night where rowid > :published or as_of between :since and :as_of
)
"""
_ANSWERED = f"""{_NIGHTS}
select dated.day, dated.is_news, fetch.source, fetch.request_key, fetch.url, fetch.evidence_id, fetch.outcome
from fetch join crawl using (crawl_id) join dated using (night_id)
where fetch.outcome in ('ok', 'unchanged') order by fetch.fetch_id
"""  # noqa: S608  our own words
_READ = "select evidence_id, sum(records), sum(outcome = 'quarantined') from reading group by evidence_id"
# What could not be read and was published all the same is no news under another name.
_ACCEPTED = """
select distinct evidence_id from reading join fetch using (evidence_id) join crawl using (crawl_id)
join night using (night_id) where reading.outcome = 'quarantined' and night.rowid <= :published
"""
# A night that was kept back is no measure for others; a postponed crawl asked nobody. What a crawl received before it
# died is news all the same.
_CRAWLED = f"""{_NIGHTS}
select dated.day, dated.is_news, crawl.source, max(dated.is_fine) as is_fine
from crawl join dated using (night_id)
where crawl.outcome <> 'postponed' and (crawl.outcome <> 'abandoned' or dated.is_news)
group by dated.day, dated.is_news, crawl.source order by dated.is_news, dated.day
"""  # noqa: S608  as above
_BEGUN = "select source, min(as_of) as day from crawl join night using (night_id) group by source"
_KEY_COLUMNS = {
    "notice": ("title", "publication_date", "country", "cpv_main", "procedure_id"),
    "organisation": ("name", "national_id", "country"),
    "award": ("award_date", "value"),
    "document": ("title", "published_date", "language"),
}
_LOOK_AT_STATUS = "overblik status --study {study}"
_LOOK_AT_FILL = 'overblik sql "from mart.value_quality" --study {study}'
_LOOK_AT_DRIFT = 'overblik sql "from mart.path_drift" --study {study}'
_LONGEST_SAID = 5


def check_guard_names(file: StudyFile) -> None:
    """Refuse a `[[guard.source]]` that names no source of the study. Raises `StudyRefusedError`."""
    names = [source.name for source in file.study.source]
    for number, one in enumerate(file.study.guard.source):
        if one.name not in names:
            file.refuse(
                ("guard", "source", number, "name"),
                f"[guard] watches no source {one.name!r}{near(one.name, names)}; there are {listed(names)}.",
            )


def days_of(ledger: Ledger, *, since: date, as_of: date) -> dict[str, list[Day]]:
    """What each source gave on each day that it was asked, oldest first.

    What came after the last published night stands last and is not judged yet: of a day that was published and asked
    again there are two.
    """
    published = ledger.rows(_LAST_PUBLISHED)[0]["place"]
    said = {"published": published, "since": since.isoformat(), "as_of": as_of.isoformat()}
    read = {row[0]: (row[1] or 0, row[2] or 0) for row in ledger.rows(_READ)}
    answers: dict[tuple[str, str, bool], dict[str, tuple[str, str | None]]] = defaultdict(dict)
    new: dict[tuple[str, str, bool], set[str]] = defaultdict(set)
    for row in ledger.rows(_ANSWERED, said):
        part = (row["source"], row["day"], bool(row["is_news"]))
        answers[part][row["request_key"]] = (row["url"], row["evidence_id"])
        if row["outcome"] == "ok" and row["evidence_id"]:
            new[part].add(row["evidence_id"])
    refused = {row["evidence_id"] for row in ledger.rows(_ACCEPTED, {"published": published})}
    found: dict[str, list[Day]] = defaultdict(list)
    for row in ledger.rows(_CRAWLED, said):
        source, day, is_news = row["source"], row["day"], bool(row["is_news"])
        # A source that knows what it has asks for the rest alone: a day's answers are those of all its nights.
        came = answers[source, day, False] | (answers[source, day, True] if is_news else {})
        unread = {one for one in new[source, day, is_news] if read.get(one, (0, 0))[1]}
        found[source].append(
            Day(
                day=date.fromisoformat(day),
                answered=len(came),
                distinct=len({evidence or url for url, evidence in came.values()}),
                new=len(new[source, day, is_news] - unread),
                records=sum(read.get(one, (0, 0))[0] for one in new[source, day, is_news]),
                quarantined=len(unread - refused if is_news else unread),
                hosts=dict(Counter(urlsplit(url).hostname or "" for url, _ in came.values())),
                is_judged=bool(row["is_fine"]),
            )
        )
        refused |= unread if is_news else set()
    return found


def judge_ledger(night: Night) -> list[Finding]:
    """What the ledger's counts of tonight say against publishing."""
    from spiders.source import sources

    study, guard = night.file.study, night.file.study.guard
    since = night.as_of - timedelta(weeks=guard.weeks + 1)
    with night.ledger as ledger:
        days = days_of(ledger, since=since, as_of=night.as_of)
        begun = {row["source"]: date.fromisoformat(row["day"]) for row in ledger.rows(_BEGUN)}
    findings = []
    for source in study.source:
        findings += judge_source(
            source.name,
            days.get(source.name, []),
            as_of=night.as_of,
            guard=guard,
            is_dated=source.stream == "procurement" and sources()[source.kind].asks_network,
            look=_LOOK_AT_STATUS.format(study=study.name),
            begun=begun.get(source.name),
        )
    return findings


def judge_built(night: Night, building: Building) -> list[Finding]:
    """What the new records say against publishing: key columns gone empty, unknown paths, missing days."""
    guard, study = night.file.study.guard, night.file.study.name
    return [
        *_fill_rates(building, night, guard, study),
        *_drift(building, night, guard, study),
        *missing_days(building, night),
    ]


# What earlier nights received and did not publish is tonight's as well; what tonight's day published before is not.
_IS_NEW = "coalesce(evidence.first_night = ?, false)"


def _fill_rates(building: Building, night: Night, guard: Guard, study: str) -> list[Finding]:
    findings = []
    for kind, columns in _KEY_COLUMNS.items():
        there = set(building.table(f"raw.{kind}").column_names)
        for column in (one for one in columns if one in there):
            rows = building.query(
                f"""
                select evidence.source, {_IS_NEW} as is_new, count(*) as n, count({column}) as filled,
                    max(evidence.first_seen)::date as day
                from raw.{kind} join raw.evidence using (evidence_id) group by all
                """,  # noqa: S608  our own names
                [night.night_id],
            )
            by = {(str(row["source"]), bool(row["is_new"])): row for row in rows}
            for source, new in sorted((source, row) for (source, fresh), row in by.items() if fresh):
                old = by.get((source, False))
                n, m = int(str(new["n"])), int(str(old["n"])) if old else 0
                if old is None or min(n, m) < guard.least_new:
                    continue
                now, was = int(str(new["filled"])) / n, int(str(old["filled"])) / m
                chance = guard.surprise * (was * (1 - was) * (1 / n + 1 / m)) ** 0.5
                if was - now > max(guard.fill_drop, chance):
                    findings.append(
                        Finding(
                            guard="fill rate",
                            source=source,
                            reason=f"{kind}.{column} is filled in {now:.0%} of {n} new records, before in {was:.0%}",
                            last_good=date.fromisoformat(str(old["day"])),
                            look=_LOOK_AT_FILL.format(study=study),
                        )
                    )
    return findings


def _drift(building: Building, night: Night, guard: Guard, study: str) -> list[Finding]:
    rows = building.query(
        f"""
        with judged as (
            select evidence.evidence_id, evidence.source, {_IS_NEW} as is_new from raw.evidence
        ),
        looked_at as (
            select judged.source, is_new, count(distinct notice_id) as of_n
            from raw.notice join judged using (evidence_id)
            group by all
        ),
        standing as (
            select judged.source, path, count(distinct notice_id) as n, bool_and(is_new) as is_unheard_of
            from raw.unused_path join judged using (evidence_id) group by all
        )
        select standing.source, path, n, of_n from standing join looked_at using (source)
        where is_unheard_of and looked_at.is_new
            and source in (select source from looked_at where not is_new) order by n desc, path
        """,  # noqa: S608  our own condition
        [night.night_id],
    )
    findings = []
    for row in rows:
        n, of_n = int(str(row["n"])), int(str(row["of_n"]))
        if of_n >= guard.least_new and n >= guard.drift_share * of_n:
            findings.append(
                Finding(
                    guard="drift",
                    source=str(row["source"]),
                    reason=f"the path {row['path']}, which no reader knows, is new and stands in {n} of {of_n} notices",
                    last_good=_last_published(night),
                    look=_LOOK_AT_DRIFT.format(study=study),
                )
            )
    return findings


def missing_days(building: Building, night: Night) -> list[Finding]:
    """Publication days since the last edition of which a journal gave nothing, though it gives something every week.

    Days before the last one that an edition held were judged when it was published, and are not held against every
    later one.
    """
    guard = night.file.study.guard
    with night.ledger as ledger:
        published = ledger.rows("select max(as_of) as day from night where outcome = 'published'")[0]["day"]
    if published is None:
        return []
    last = date.fromisoformat(published)
    counts: dict[str, Counter[date]] = defaultdict(Counter)
    held: dict[str, date] = defaultdict(lambda: date.min)
    for row in building.query(
        f"select evidence.source, publication_date::varchar as day, {_IS_NEW} as is_new, count(*) as n from raw.notice "  # noqa: S608  our own condition
        "join raw.evidence using (evidence_id) where publication_date is not null group by all",
        [night.night_id],
    ):
        source, day = str(row["source"]), date.fromisoformat(str(row["day"]))
        counts[source][day] += int(str(row["n"]))
        if not row["is_new"]:
            held[source] = max(held[source], day)
    findings = []
    for source, by_day in sorted(counts.items()):
        # The last day may still be filling; before the first there was nothing to miss.
        days = [min(by_day) + timedelta(days=n) for n in range((min(max(by_day), night.as_of) - min(by_day)).days)]
        since = min(held[source], last) if source in held else last - timedelta(days=1)
        recent = [day for day in days if day >= since and not is_closed(day)]
        for day in recent:
            same = [by_day[one] for one in days if one.weekday() == day.weekday() and one != day and not is_closed(one)]
            same = same[-guard.weeks :]
            usual = sorted(same)[len(same) // 2] if len(same) >= guard.least_days else 0
            # Nothing where so many are usual is what chance gives once in `surprise`: exp(-usual) and less.
            if not by_day[day] and usual >= 2 * guard.surprise:
                findings.append(
                    Finding(
                        guard="missing day",
                        source=source,
                        reason=f"no notice of {day:%A} {day}, usual are {usual}",
                        last_good=max((one for one in days if one < day and by_day[one]), default=None),
                        look=_LOOK_AT_STATUS.format(study=night.file.study.name),
                    )
                )
    return findings


def keep_back(night: Night, findings: list[Finding]) -> None:
    """Refuse to publish for what the guards found. Raises `NightRefusedError`, unless the operator said otherwise."""
    for finding in findings:
        log.warning("a guard speaks", guard=finding.guard, source=finding.source, reason=finding.reason)
    if not findings:
        return
    if night.allow_partial:
        log.warning("published all the same: --allow-partial", findings=json.dumps([str(one) for one in findings]))
        return
    more = f" (and {len(findings) - _LONGEST_SAID} more)" if len(findings) > _LONGEST_SAID else ""
    raise NightRefusedError(
        f"The guards keep the night {night.night_id} back; the last good edition stays. "
        f"{'; '.join(str(one) for one in findings[:_LONGEST_SAID])}{more}. "
        f"If it is right as it is, say so: {run_command(str(night.file.path))} --allow-partial."
    )


def _last_published(night: Night) -> date | None:
    with night.ledger as ledger:
        day = ledger.rows("select max(as_of) as day from night where outcome in ('published', 'unchanged')")[0]["day"]
    return date.fromisoformat(day) if day else None

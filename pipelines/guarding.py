"""Asking the guards before a night is published: what they need of the ledger and of the built tables.

The ledger's guards need no built database, so that a night that "brought nothing" is judged before it is believed.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import date, timedelta
from urllib.parse import urlsplit

import structlog

from pipelines.closed_days import is_closed
from pipelines.guard import Day, Finding, Guard
from pipelines.guards import judge_source
from pipelines.night import Night, NightRefusedError
from pipelines.study import StudyFile, listed, near
from warehouse.database import Building
from warehouse.ledger import Ledger

log = structlog.get_logger(__name__)

# A night that was kept back is no measure for others; a postponed crawl asked nobody.
_ANSWERED = """
select night.as_of, fetch.source, fetch.url, fetch.evidence_id,
    max(fetch.outcome = 'ok') as is_new, max(night.outcome in ('published', 'unchanged', 'running', 'paused')) as fine
from fetch join crawl using (crawl_id) join night using (night_id)
where night.as_of between ? and ? and fetch.outcome in ('ok', 'unchanged')
group by night.as_of, fetch.source, fetch.request_key
"""
_READ = "select evidence_id, sum(records), sum(outcome = 'quarantined') from reading group by evidence_id"
_CRAWLED = """
select night.as_of, crawl.source,
    max(night.outcome in ('published', 'unchanged', 'running', 'paused')) as fine
from crawl join night using (night_id)
where night.as_of between ? and ? and crawl.outcome not in ('postponed', 'abandoned')
group by night.as_of, crawl.source
"""
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
    """What each source gave on each day that it was asked, oldest first."""
    span = (since.isoformat(), as_of.isoformat())
    read = {row[0]: (row[1], row[2]) for row in ledger.rows(_READ)}
    answered: dict[tuple[str, str], list[tuple[str, str | None, bool]]] = defaultdict(list)
    for row in ledger.rows(_ANSWERED, span):
        answered[row["source"], row["as_of"]].append((row["url"], row["evidence_id"], bool(row["is_new"])))
    found: dict[str, list[Day]] = defaultdict(list)
    for row in sorted(ledger.rows(_CRAWLED, span), key=lambda row: str(row["as_of"])):
        came = answered[row["source"], row["as_of"]]
        new = {evidence for _, evidence, is_new in came if is_new and evidence}
        found[row["source"]].append(
            Day(
                day=date.fromisoformat(row["as_of"]),
                answered=len(came),
                distinct=len({evidence or url for url, evidence, _ in came}),
                new=sum(not read.get(one, (0, 0))[1] for one in new),
                records=sum(read.get(one, (0, 0))[0] or 0 for one in new),
                quarantined=sum(bool(read.get(one, (0, 0))[1]) for one in new),
                hosts=dict(Counter(urlsplit(url).hostname or "" for url, _, _ in came)),
                is_judged=bool(row["fine"]),
            )
        )
    return found


def judge_ledger(night: Night) -> list[Finding]:
    """What the ledger's counts of tonight say against publishing."""
    from spiders.source import sources

    study, guard = night.file.study, night.file.study.guard
    since = night.as_of - timedelta(weeks=guard.weeks + 1)
    with night.ledger as ledger:
        days = days_of(ledger, since=since, as_of=night.as_of)
    findings = []
    for source in study.source:
        findings += judge_source(
            source.name,
            days.get(source.name, []),
            as_of=night.as_of,
            guard=guard,
            is_dated=source.stream == "procurement" and sources()[source.kind].asks_network,
            look=_LOOK_AT_STATUS.format(study=study.name),
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


def _new(night: Night) -> tuple[str, list[str]]:
    with night.ledger as ledger:
        rows = ledger.rows("select night_id from night where as_of = ?", (night.as_of.isoformat(),))
    return "evidence.first_night in (select unnest(?::varchar[]))", [row["night_id"] for row in rows]


def _fill_rates(building: Building, night: Night, guard: Guard, study: str) -> list[Finding]:
    is_new, nights = _new(night)
    findings = []
    for kind, columns in _KEY_COLUMNS.items():
        there = set(building.table(f"raw.{kind}").column_names)
        for column in (one for one in columns if one in there):
            rows = building.query(
                f"""
                select evidence.source, {is_new} as is_new, count(*) as n, count({column}) as filled,
                    max(evidence.first_seen)::date as day
                from raw.{kind} join raw.evidence using (evidence_id) group by all
                """,  # noqa: S608  our own names
                [nights],
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
    is_new, nights = _new(night)
    rows = building.query(
        f"""
        with judged as (
            select evidence.evidence_id, evidence.source, {is_new} as is_new from raw.evidence
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
        [nights],
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

    Days before that were judged when that edition was published, and are not held against every later one.
    """
    guard = night.file.study.guard
    with night.ledger as ledger:
        published = ledger.rows("select max(as_of) as day from night where outcome = 'published'")[0]["day"]
    if published is None:
        return []
    since = date.fromisoformat(published) - timedelta(days=1)
    counts: dict[str, Counter[date]] = defaultdict(Counter)
    for row in building.query(
        "select evidence.source, publication_date::varchar as day, count(*) as n from raw.notice "
        "join raw.evidence using (evidence_id) where publication_date is not null group by all"
    ):
        counts[str(row["source"])][date.fromisoformat(str(row["day"]))] = int(str(row["n"]))
    findings = []
    for source, by_day in sorted(counts.items()):
        # The last day may still be filling; before the first there was nothing to miss.
        days = [min(by_day) + timedelta(days=n) for n in range((min(max(by_day), night.as_of) - min(by_day)).days)]
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
        f"If it is right as it is, say so: overblik run {night.file.path} --allow-partial."
    )


def _last_published(night: Night) -> date | None:
    with night.ledger as ledger:
        day = ledger.rows("select max(as_of) as day from night where outcome in ('published', 'unchanged')")[0]["day"]
    return date.fromisoformat(day) if day else None

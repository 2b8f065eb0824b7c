"""Whether a schedule fits the hours at which a study's sources want to be asked.

A source states its opening hours; one that publishes once a day also has an hour at which that day's issue is final.
A night outside the opening hours would postpone the source every night, so such a schedule is refused; one before the
issue is final only collects it a day late, which is said.

A schedule keeps its own zone's clock and a publisher Copenhagen's, so that the hour between them changes with summer
time: it is judged by the days of a whole year.

Rejected: moving the night by itself (who wrote 02:00 must hear that it cannot be).
"""

from __future__ import annotations

from datetime import time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.study import StudyFile, StudyRefusedError
from warehouse.settings import now

COPENHAGEN = ZoneInfo("Europe/Copenhagen")  # whose clock opening hours are told by
FINAL_AT = {"ted_packages": time(9, 30), "ted_search": time(9, 30)}  # the Publications Office's own promise


def hours_of(file: StudyFile) -> dict[str, tuple[time, time]]:
    """The opening hours of those sources of a study that have any, by the study's name for them."""
    from spiders.source import sources

    shelf = sources()
    hours = {one.name: shelf[one.kind].opening_hours for one in file.study.source}
    return {name: given for name, given in hours.items() if given is not None}


def check_hours(file: StudyFile, cron: str, timezone: str) -> list[str]:
    """What is worth saying of a schedule. Raises `StudyRefusedError` where a source would never be asked."""
    runs = _runs(cron, timezone)
    for name, (opens, closes) in hours_of(file).items():
        shut = [at for at in runs if not opens <= at <= closes]
        if shut:
            raise StudyRefusedError(
                f"{file.path}: the schedule {cron!r} runs at {shut[0]:%H:%M} in Copenhagen, when {name} is shut (open "
                f"{opens:%H:%M} to {closes:%H:%M}); choose another --cron."
            )
    return [
        f"{one.name}: the schedule runs at {min(runs):%H:%M}, TED is final at {final:%H:%M}: each day is a day late."
        for one in file.study.source
        if (final := FINAL_AT.get(one.kind)) and min(runs) < final
    ]


def _runs(cron: str, timezone: str) -> list[time]:
    """The times of day at which a schedule runs in a year, by Copenhagen's clock; on which days is not asked."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # "Europe" is a folder of zones
        raise StudyRefusedError(f"{timezone!r} is no time zone; name one like Europe/Copenhagen.") from None
    fields = cron.split()
    try:
        if len(fields) != 5:
            raise ValueError(cron)
        minutes, hours = _field(fields[0], 59), _field(fields[1], 23)
    except ValueError:
        raise StudyRefusedError(f"{cron!r} is no time that recurs; write it like '0 10 * * *'.") from None
    days = [now().astimezone(zone) + timedelta(days=n) for n in range(366)]
    alike = {(day.utcoffset(), day.astimezone(COPENHAGEN).utcoffset()): day for day in days}
    moments = {
        day.replace(hour=hour, minute=minute, second=0, microsecond=0).astimezone(COPENHAGEN).time()
        for day in alike.values()
        for hour in hours
        for minute in minutes
    }
    return sorted(moments)


def _field(said: str, most: int) -> list[int]:
    """The numbers of one field of a schedule: `*`, `*/15`, `8-18/2`, `9,21`. Raises `ValueError`."""
    found: set[int] = set()
    for part in said.split(","):
        span, _, step = part.partition("/")
        first, _, last = span.partition("-")
        low = 0 if span == "*" else int(first)
        high = most if span == "*" or (step and not last) else int(last or first)
        if not 0 <= low <= high <= most:
            raise ValueError(part)
        found.update(range(low, high + 1, int(step or 1)))
    return sorted(found)

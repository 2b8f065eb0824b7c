"""The guards: pure functions on counts that say whether tonight may be published. See `pipelines.guard`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, timedelta
from math import sqrt
from statistics import median

from pipelines.closed_days import is_closed
from pipelines.guard import Day, Finding, Guard

_JUDGED_BY_VOLUME: tuple[tuple[str, str, Callable[[Day], int]], ...] = (
    ("answered", "requests answered", lambda day: day.answered),
    ("new", "new pieces of evidence", lambda day: day.new),
    ("records", "records read", lambda day: day.records),
)
_LEAST_ANSWERED = 20  # fewer answers than this say nothing about shares of them


def judge_source(
    source: str, days: Sequence[Day], *, as_of: date, guard: Guard, is_dated: bool, look: str, begun: date | None = None
) -> list[Finding]:
    """Every reason that one source's counts give not to publish.

    `days` are what it gave, oldest first, with `as_of` last; days that are not judged were kept back and are no
    measure. Where `as_of` is not among them nobody was asked (the publisher was closed), so that there is nothing to
    count; but a source that is put off night after night grows stale like one that is silent. `begun` is the first day
    on which it was to be asked. `is_dated` says that the source brings something new on every working day (a journal,
    not a web site).
    """
    is_asked = bool(days) and days[-1].day == as_of
    before = [day for day in (days[:-1] if is_asked else days) if day.is_judged]
    last_good = before[-1].day if before else None
    said = guard.of(source)
    closed = is_closed(as_of) or as_of in said.closed_days

    def found(name: str, reason: str) -> Finding:
        return Finding(guard=name, source=source, reason=reason, last_good=last_good, look=look)

    findings = []
    fresh_days = said.fresh_days or (guard.procurement_fresh_days if is_dated else None)
    if fresh_days and (reason := _stale(days, as_of, fresh_days, said.closed_days, begun)):
        findings.append(found("freshness", reason))
    if not is_asked:
        return findings
    tonight = days[-1]
    if tonight.answered < said.floor and not closed:
        findings.append(found("floor", f"{tonight.answered} requests answered, at least {said.floor} are expected"))
    if said.ceiling is not None and tonight.answered > said.ceiling:
        findings.append(found("ceiling", f"{tonight.answered} requests answered, at most {said.ceiling} are expected"))
    for name, words, count in _JUDGED_BY_VOLUME:
        if name != "answered" and not is_dated:
            continue
        reason = judge_volume(
            [(day.day, count(day)) for day in before],
            (as_of, count(tonight)),
            guard=guard,
            closed=lambda day: is_closed(day) or day in said.closed_days,
            over_gaps=name != "answered",
            clump=_clump(before) if name == "records" else 1.0,
        )
        if reason:
            findings.append(found("volume", f"{words}: {reason}"))
    same_days = [day for day in before if day.day.weekday() == as_of.weekday() and not is_closed(day.day)]
    if not closed:
        findings += [found("shard", reason) for reason in _missing_hosts(same_days, tonight, guard)]
    if reason := _repeated(before, tonight, guard):
        findings.append(found("repeated", reason))
    seen = tonight.new + tonight.quarantined
    if seen >= _LEAST_ANSWERED and tonight.quarantined > guard.quarantine_share * seen:
        findings.append(found("quarantine", f"{tonight.quarantined} of {seen} new pieces could not be read"))
    return findings


def judge_volume(
    before: Sequence[tuple[date, int]],
    tonight: tuple[date, int],
    *,
    guard: Guard,
    closed: Callable[[date], bool],
    over_gaps: bool = False,
    clump: float = 1.0,
) -> str | None:
    """Why tonight's count does not fit those of the same weekday, or None.

    With `over_gaps` a night also brings what the days without a night before it would have brought. What comes in
    clumps of a size (records of one notice) varies by chance as the clumps do, not as their contents.
    """
    as_of, count = tonight
    oldest = as_of - timedelta(weeks=guard.weeks)
    by_weekday: dict[int, list[int]] = {}
    previous: date | None = None
    for day, value in before:
        alone = previous is None or not over_gaps or day - previous == timedelta(days=1)
        if day >= oldest and alone and not closed(day):
            by_weekday.setdefault(day.weekday(), []).append(value)
        previous = day
    covered = [as_of]
    if over_gaps and previous is not None:
        covered = [as_of - timedelta(days=back) for back in range((as_of - previous).days)] or [as_of]
    usual = 0.0
    for day in covered:
        values = by_weekday.get(day.weekday(), [])
        if closed(day):
            continue
        if len(values) < guard.least_days:
            return None
        usual += median(values)
    # Anscombe's scale, on which what chance does to a count has the variance 1.
    beyond = 2 * (sqrt(count / clump + 0.375) - sqrt(usual / clump + 0.375))
    if count < guard.fall * usual and beyond < -guard.surprise and not closed(as_of):
        return f"{count}, usual are {usual:.0f} on a {as_of:%A}"
    if count > guard.rise * usual and beyond > guard.surprise:
        return f"{count}, usual are {usual:.0f} on a {as_of:%A}"
    return None


def _clump(before: Sequence[Day]) -> float:
    """How many records a new piece of evidence usually brings; at least one."""
    return max(1.0, median([day.records / day.new for day in before if day.new] or [1.0]))


def _missing_hosts(before: Sequence[Day], tonight: Day, guard: Guard) -> list[str]:
    """Hosts that gave a good part of the source on every such weekday of late, and nothing tonight."""
    recent = before[-guard.least_days :]
    if len(recent) < guard.least_days:
        return []
    answered = sum(day.answered for day in recent)
    reasons = []
    for host in sorted(set.intersection(*(set(day.hosts) for day in recent))):
        given = sum(day.hosts[host] for day in recent)
        by_chance = 2 * (sqrt(given / len(recent) + 0.375) - sqrt(0.375)) < guard.surprise
        if not tonight.hosts.get(host) and not by_chance and given / answered >= guard.shard_share:
            reasons.append(f"nothing from {host}, which gave {given / answered:.0%} on the last {tonight.day:%A}s")
    return reasons


def _repeated(before: Sequence[Day], tonight: Day, guard: Guard) -> str | None:
    """A page that comes again and again under other addresses: an index that turns in a circle."""

    def share(day: Day) -> float:
        return 1 - day.distinct / day.answered if day.answered else 0.0

    usual = max((share(day) for day in before[-guard.least_days :]), default=0.0)
    if tonight.answered >= _LEAST_ANSWERED and share(tonight) > usual + guard.repeated_share:
        return f"{share(tonight):.0%} of the answers repeat the bytes of another one (usual: at most {usual:.0%})"
    return None


def _stale(days: Sequence[Day], as_of: date, fresh_days: int, closed: Sequence[date], begun: date | None) -> str | None:
    """No new content for longer than the publisher is ever silent; closed days do not count."""
    first = min([one.day for one in days[:1]] + [begun or as_of])
    if (as_of - first).days < fresh_days:
        return None
    last = next((day.day for day in reversed(days) if day.new), None)
    since = last or first
    silent = [since + timedelta(days=n) for n in range(1, (as_of - since).days + 1)]
    counted = [day for day in silent if not is_closed(day) and day not in closed]
    if len(counted) <= fresh_days:
        return None
    when = f"since {last}" if last else "as far back as a guard looks"
    return f"nothing new {when}, longer than {fresh_days} days"

"""The guards: pure functions on counts that say whether tonight may be published. See `pipelines.guard`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import takewhile
from math import sqrt
from statistics import median
from typing import NamedTuple

from pipelines.closed_days import is_closed
from pipelines.guard import Day, Finding, Guard, SourceGuard

_NEWS_JUDGED_BY_VOLUME: tuple[tuple[str, str, Callable[[Day], int]], ...] = (
    ("new", "new pieces of evidence", lambda day: day.new),
    ("records", "records read", lambda day: day.records),
)
_LEAST_ANSWERED = 20  # fewer answers than this say nothing about shares of them


def judge_source(
    source: str, days: Sequence[Day], *, as_of: date, guard: Guard, is_dated: bool, look: str, begun: date | None = None
) -> list[Finding]:
    """Every reason that one source's counts give not to publish.

    `days` are what it gave, oldest first, with `as_of` last; days that are not judged were kept back and are no
    measure. What came on those since the last judged one is published with tonight's, so it is judged with tonight's.
    A day that stands twice was published and asked again; what its first part said against it was accepted then. Where
    `as_of` is not among them nobody was asked (the publisher was closed), so that there is nothing to count; but a
    source that is put off night after night grows stale like one that is silent. `begun` is the first day on which it
    was to be asked. `is_dated` says that it brings something new on every working day (a journal, not a web site).
    """
    is_asked = bool(days) and days[-1].day == as_of
    earlier = days[:-1] if is_asked else days
    before = [day for day in earlier if day.is_judged]
    kept = [*takewhile(lambda day: not day.is_judged, reversed(earlier))][::-1]
    last_good = before[-1].day if before else None
    said = guard.of(source)
    reasons = [*_judge_news([*kept, *days[len(earlier) :]], before, guard, said, is_dated=is_dated)]
    fresh_days = said.fresh_days or (guard.procurement_fresh_days if is_dated else None)
    if fresh_days and (reason := _stale(days, as_of, fresh_days, said.closed_days, begun)):
        reasons.append(("freshness", reason))
    if is_asked:
        reasons += _judge_answers(days[-1], before, guard, said)
    if earlier and earlier[-1].day == as_of:
        then = judge_source(source, earlier, as_of=as_of, guard=guard, is_dated=is_dated, look=look, begun=begun)
        accepted = {(one.guard, one.reason) for one in then}
        reasons = [one for one in reasons if one not in accepted]
    return [
        Finding(guard=name, source=source, reason=reason, last_good=last_good, look=look) for name, reason in reasons
    ]


def _judge_answers(tonight: Day, before: Sequence[Day], guard: Guard, said: SourceGuard) -> Iterator[tuple[str, str]]:
    """What tonight's answers say, which every night asks for anew: the guard and its reason."""
    closed = _is_closed(said, tonight.day)
    if tonight.answered < said.floor and not closed:
        yield "floor", f"{tonight.answered} requests answered, at least {said.floor} are expected"
    asked = [(day.day, day.answered) for day in (*before, tonight)]
    if reason := judge_volume(asked[:-1], asked[-1:], guard=guard, closed=partial(_is_closed, said)):
        yield "volume", f"requests answered: {reason}"
    same_days = [day for day in before if day.day.weekday() == tonight.day.weekday() and not is_closed(day.day)]
    if not closed:
        yield from (("shard", reason) for reason in _missing_hosts(same_days, tonight, guard))
    if reason := _repeated(before, tonight, guard):
        yield "repeated", reason


def _is_closed(said: SourceGuard, day: date) -> bool:
    return is_closed(day) or day in said.closed_days


def _judge_news(
    news: Sequence[Day], before: Sequence[Day], guard: Guard, said: SourceGuard, *, is_dated: bool
) -> Iterator[tuple[str, str]]:
    """What all that no published night held says against publishing it: the guard and its reason."""
    for day in news:  # what came too much is still there when a later night asks for less
        if said.ceiling is not None and day.answered > said.ceiling:
            when = "" if day is news[-1] else f" on {day.day}"
            yield "ceiling", f"{day.answered} requests answered{when}, at most {said.ceiling} are expected"
    for name, words, count in _NEWS_JUDGED_BY_VOLUME if news and is_dated else ():
        reason = judge_volume(
            [(day.day, count(day)) for day in before],
            [(day.day, count(day)) for day in news],
            guard=guard,
            closed=partial(_is_closed, said),
            over_gaps=True,
            clump=_clump(before) if name == "records" else 1.0,
        )
        if reason:
            yield "volume", f"{words}: {reason}"
    if reason := _unreadable(news, guard):
        yield "quarantine", reason


class _Part(NamedTuple):
    """How much came, and at least and at most how much was due."""

    day: date
    came: int
    least: float
    most: float


def judge_volume(
    before: Sequence[tuple[date, int]],
    news: Sequence[tuple[date, int]],
    *,
    guard: Guard,
    closed: Callable[[date], bool],
    over_gaps: bool = False,
    clump: float = 1.0,
) -> str | None:
    """Why the counts of `news` (nights that were kept back, tonight's last) do not fit the same weekdays, or None.

    Each is judged by itself and all together, for good nights would thin a bad one out; one that the others made good
    is none. With `over_gaps` a night also brings what the days without a night before it would have brought. What
    comes in clumps of a size (records of one notice) varies by chance as the clumps do, not as their contents.
    """
    parts = _parts(before, news, guard=guard, closed=closed, over_gaps=over_gaps)
    if parts is None:
        return None
    *kept, tonight = parts
    whole = _Part(
        tonight.day, sum(one.came for one in parts), sum(one.least for one in parts), sum(one.most for one in parts)
    )

    def beyond(count: float, usual: float) -> float:
        # Anscombe's scale, on which what chance does to a count has the variance 1.
        return 2 * (sqrt(max(count, 0) / clump + 0.375) - sqrt(usual / clump + 0.375))

    def is_fall(count: float, usual: float) -> bool:
        return count < guard.fall * usual and beyond(count, usual) < -guard.surprise

    def is_rise(count: float, usual: float) -> bool:
        return count > guard.rise * usual and beyond(count, usual) > guard.surprise

    for part in (tonight, whole, *kept):
        # As if all the others had brought what is usual: so much of the whole is left for this one.
        falls = is_fall(part.came, part.least) and is_fall(whole.came - (whole.least - part.least), part.least)
        rises = is_rise(part.came, part.most) and is_rise(whole.came - (whole.most - part.most), part.most)
        if rises or (falls and not closed(part.day)):
            when = "" if part is tonight else " since the last edition" if part is whole else f" on {part.day}"
            return f"{part.came}{when}, usual are {part.most:.0f}" + ("" if part is whole else f" on a {part.day:%A}")
    return None


def _parts(
    before: Sequence[tuple[date, int]],
    news: Sequence[tuple[date, int]],
    *,
    guard: Guard,
    closed: Callable[[date], bool],
    over_gaps: bool,
) -> list[_Part] | None:
    """What each night brought and what was due, or None where too few days say what is usual."""
    as_of = news[-1][0]
    by_weekday: defaultdict[int, list[int]] = defaultdict(list)
    previous: date | None = None
    for day, value in before:
        alone = previous is None or not over_gaps or day - previous == timedelta(days=1)
        if as_of - timedelta(weeks=guard.weeks) <= day < as_of and alone and not closed(day):
            by_weekday[day.weekday()].append(value)
        previous = day
    parts = []
    for day, count in news:
        # A day that was published and asked again owes nothing more, and may bring what it did not before.
        is_rest = previous is not None and day <= previous
        covered = [day]
        if over_gaps and previous is not None and not is_rest:
            covered = [day - timedelta(days=back) for back in range((day - previous).days)]
        values = [by_weekday[one.weekday()] for one in covered if not closed(one)]
        if any(len(one) < guard.least_days for one in values):
            return None
        usual = float(sum(median(one) for one in values))
        parts.append(_Part(day, count, 0.0 if is_rest else usual, usual))
        previous = max(previous or day, day)
    return parts


def _unreadable(news: Sequence[Day], guard: Guard) -> str | None:
    """Too much of what is new could not be read: all together, or of one night, which good ones would thin out."""
    parts = [(f" of {day.day}", day.new, day.quarantined) for day in news] if len(news) > 1 else []
    for when, new, quarantined in (("", sum(day.new for day in news), sum(day.quarantined for day in news)), *parts):
        seen = new + quarantined
        if seen >= _LEAST_ANSWERED and quarantined > guard.quarantine_share * seen:
            return f"{quarantined} of {seen} new pieces{when} could not be read"
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

"""Politeness, on a clock that only waiting moves: never early, not much later, and away for the night when refused."""

import asyncio
from email.utils import format_datetime
from itertools import pairwise
from pathlib import Path

import pytest

from spiders.archiving import Ask
from spiders.pacing import LONGEST_WAIT, wished_wait
from spiders.source import Limits
from spiders.wire import WireAnswer, WireFault
from tests.spiders.rigged import NOON, Rigged, Script, VirtualTime, a_crawl, page

A = "http://a.example/{}"


def _ask(rigged: Rigged, root: Path, count: int, *, chance: float = 0.5, delay: float = 5.0) -> list[str]:
    """The outcomes of `count` pages asked for at once."""
    crawl = a_crawl(root, delay=delay)

    async def run() -> list[str]:
        fetcher = rigged.fetcher(crawl, chance=chance)
        asks = [Ask(url=A.format(n), key=str(n), respects_reservations=False) for n in range(count)]
        return [answer.outcome for answer in await asyncio.gather(*(fetcher.ask(ask) for ask in asks)) if answer]

    return asyncio.run(run())


def _gaps(rigged: Rigged) -> list[float]:
    """Seconds from the end of each exchange to the start of the next."""
    starts = [at for at, _ in rigged.sent]
    return [round(after - before - rigged.takes, 3) for before, after in pairwise(starts)]


def _site(count: int, first: list[Script] | None = None, robots: str = "") -> dict[str, list[Script]]:
    scripts: dict[str, list[Script]] = {A.format(n): [page()] for n in range(count)}
    scripts[A.format("robots.txt")] = [page(robots)]
    if first:
        scripts[A.format(0)] = first
    return scripts


def test_one_request_at_a_time_and_the_gap_after_each(tmp_path: Path) -> None:
    rigged = Rigged(_site(5))
    assert _ask(rigged, tmp_path, 5, delay=5) == ["ok"] * 5
    assert _gaps(rigged) == [5.0] * 5
    assert rigged.most_in_flight == 1


def test_a_crawl_delay_that_is_longer_than_ours_counts(tmp_path: Path) -> None:
    rigged = Rigged(_site(3, robots="User-agent: *\nCrawl-delay: 12\n"))
    assert _ask(rigged, tmp_path, 3) == ["ok"] * 3
    assert _gaps(rigged)[1:] == [12.0, 12.0]


def test_a_crawl_delay_of_an_hour_is_a_refusal(tmp_path: Path) -> None:
    rigged = Rigged(_site(2, robots="User-agent: *\nCrawl-delay: 3600\n"))
    assert _ask(rigged, tmp_path, 2) == ["policy_robots"] * 2
    assert rigged.pages() == []


@pytest.mark.parametrize("seconds", [1, 17, 120, 900])
def test_retry_after_in_seconds_is_never_early_and_never_a_fifth_late(tmp_path: Path, seconds: int) -> None:
    rigged = Rigged(_site(1, [page(status=429, retry_after=str(seconds)), page()]))
    assert _ask(rigged, tmp_path, 1) == ["ok"]
    waited = _gaps(rigged)[-1]
    assert max(seconds, 5) <= waited + rigged.takes
    assert waited <= max(seconds, 5) * 1.2


def test_retry_after_as_a_date_is_kept_by_our_own_clock(tmp_path: Path) -> None:
    time = VirtualTime()
    then = NOON.timestamp() + 90
    stamp = format_datetime(NOON.fromtimestamp(then, NOON.tzinfo), usegmt=True)
    rigged = Rigged(_site(1, [page(status=503, retry_after=stamp), page()]), time=time)
    assert _ask(rigged, tmp_path, 1) == ["ok"]
    came_back = rigged.sent[-1][0]
    assert 90 <= came_back <= 90 * 1.2


@pytest.mark.parametrize("chance", [0.0, 0.5, 1.0])
def test_without_a_wish_the_waits_are_thirty_and_sixty_seconds_with_some_chance(tmp_path: Path, chance: float) -> None:
    rigged = Rigged(_site(1, [page("<html>nej</html>", status=429), page(status=429), page()]))
    assert _ask(rigged, tmp_path, 1, chance=chance) == ["ok"]
    first, second = _gaps(rigged)[-2:]
    assert 30 - rigged.takes <= first <= 30 * 1.2
    assert 60 - rigged.takes <= second <= 60 * 1.2


def test_after_three_refusals_the_host_is_left_alone_for_the_night(tmp_path: Path) -> None:
    rigged = Rigged(_site(4, [page(status=429)]))
    assert _ask(rigged, tmp_path, 4) == ["rate_limited"] * 4
    assert len(rigged.pages()) == 3


def test_refusals_that_good_answers_follow_close_nothing_until_there_are_ten(tmp_path: Path) -> None:
    rigged = Rigged({A.format(n): [page(status=429, retry_after="1"), page()] for n in range(12)})
    crawl = a_crawl(tmp_path)

    async def one_after_the_other() -> list[str]:
        fetcher = rigged.fetcher(crawl)
        answers = [await fetcher.ask(Ask(url=A.format(n), key=str(n), obeys_robots=False)) for n in range(12)]
        return [answer.outcome for answer in answers if answer]

    assert asyncio.run(one_after_the_other()) == ["ok"] * 9 + ["rate_limited"] * 3


def test_a_wish_for_tomorrow_closes_the_host_at_once(tmp_path: Path) -> None:
    rigged = Rigged(_site(3, [page(status=429, retry_after="86400")]))
    assert _ask(rigged, tmp_path, 3) == ["rate_limited"] * 3
    assert len(rigged.pages()) == 1
    assert rigged.time.seconds < 60


@pytest.mark.parametrize(
    "answer",
    [
        WireAnswer(status=202),
        WireAnswer(status=405),
        page(x_amzn_waf_action="challenge"),
        page(status=202, x_amzn_waf_action="challenge"),
        page(status=405, x_amzn_waf_action="captcha"),
    ],
)
def test_a_challenge_closes_the_host_at_once(tmp_path: Path, answer: WireAnswer) -> None:
    rigged = Rigged(_site(3, [answer]))
    assert _ask(rigged, tmp_path, 3) == ["challenge"] * 3
    assert len(rigged.pages()) == 1


def test_a_page_that_leads_on_and_on_is_left_after_five_redirects(tmp_path: Path) -> None:
    scripts: dict[str, list[Script]] = {A.format(n): [page(status=302, location=A.format(n + 1))] for n in range(60)}
    rigged = Rigged(scripts | {A.format("robots.txt"): [page("")], A.format(60): [page()]})
    assert _ask(rigged, tmp_path, 1) == ["redirect_limit"]
    assert rigged.pages() == [A.format(n) for n in range(6)]


def test_a_dead_host_is_given_up_after_three_requests(tmp_path: Path) -> None:
    scripts: dict[str, list[Script]] = {A.format(n): [WireFault("timeout", "drawn")] for n in range(9)}
    rigged = Rigged(scripts)
    assert _ask(rigged, tmp_path, 9) == ["timeout"] * 9
    assert len(rigged.pages()) <= 3 * Limits().tries + 2


def test_a_broken_exchange_rests_five_then_ten_seconds(tmp_path: Path) -> None:
    rigged = Rigged(_site(1, [WireFault("reset", "drawn"), page(status=500), page()]))
    assert _ask(rigged, tmp_path, 1, chance=0.0, delay=1) == ["ok"]
    assert [round(gap + rigged.takes) for gap in _gaps(rigged)[-2:]] == [5, 10]


def test_a_rehearsal_keeps_the_servers_wish_and_shortens_its_own_waits(tmp_path: Path) -> None:
    rigged = Rigged(_site(1, [page(status=429, retry_after="1"), page(status=429), page()]))
    crawl = a_crawl(tmp_path, delay=0, rehearsal=True)
    asyncio.run(rigged.fetcher(crawl).ask(Ask(url=A.format(0), key="0", respects_reservations=False)))
    told, untold = _gaps(rigged)[-2:]
    assert told + rigged.takes >= 1
    assert untold < 1


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        (None, None), ("", None), ("0", 0.0), ("120", 120.0), (" 5 ", 5.0), ("-5", None), ("1.5", None), ("soon", None),
        ("Mon, 01 Jun 2026 12:01:00 GMT", 60.0), ("Mon, 01 Jun 2026 11:00:00 GMT", 0.0), ("9" * 400, 999999999999.0),
        ("Mon, 99 Jun 2026 12:01:00 GMT", None), ("²", None),
    ],
)  # fmt: skip
def test_what_retry_after_says(said: str | None, seconds: float | None) -> None:
    assert wished_wait(said, at=NOON) == seconds


def test_no_wait_is_longer_than_a_quarter_of_an_hour() -> None:
    assert LONGEST_WAIT == 15 * 60

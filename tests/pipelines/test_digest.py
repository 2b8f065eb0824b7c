"""Watches and the digest: what is told, why, only once, quietly, and without ever showing an address."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from lxml import etree
from pydantic import SecretStr

from pipelines.digest import as_atom, as_markdown, feed_entries, make_digest, read_state, why, write_digest
from pipelines.night import NightRefusedError
from pipelines.sending import note_sent, send, was_sent
from pipelines.signals import Signal, signals
from pipelines.watch import Watch, WatchRefusedError, read_watches
from tests.dashboards.hostile import HOSTILE
from tests.dashboards.world import an_edition

DAY = date(2026, 11, 17)
AWARD = Signal(
    key="new_award:1", kind="new_award", title="Fælles dataplatform", who="Granit A/S", day=DAY, url="https://x.example/1",
    players={"granit": "Granit A/S"}, buyers={"fjordby": "Fjordby Kommune"}, cpv="72310000",
    technologies={"data_platform": "Data platform"}, texts=("Fælles dataplatform",),
)  # fmt: skip
ENDING = Signal(
    key="contract_window:7", kind="contract_window", title="Løn", who="A – B", day=DAY, days_left=90, cpv="48450000",
    players={"b": "B A/S"}, texts=("Løn",),
)  # fmt: skip
SHAKEN = Signal(key="assumption:a:broken", kind="assumption", title="x", who="CEO", day=None, state="broken")


@pytest.mark.parametrize(
    ("criterion", "reason"),
    [
        ({"players": ("Granit a/s",)}, "player Granit A/S"),
        ({"players": ("granit",)}, "player Granit A/S"),
        ({"buyers": ("fjordby",)}, "buyer Fjordby Kommune"),
        ({"technologies": ("data_platform",)}, "technology Data platform"),
        ({"cpv": ("723",)}, "CPV 72310000 begins with 723"),
        ({"keywords": ("DATAPLATFORM",)}, "“DATAPLATFORM” is said"),
        ({"pages": ("https://x.example/",)}, "page under https://x.example/"),
        ({"players": ("nobody",)}, ""),
        ({"contracts_within_days": 365}, ""),
    ],
)
def test_a_watch_says_why_it_asks_for_a_signal(criterion: dict[str, object], reason: str) -> None:
    assert why(Watch.model_validate({"name": "w", **criterion}), AWARD) == reason


def test_a_contract_is_told_within_its_window_and_only_where_the_watch_narrows_to_it() -> None:
    def told(**criteria: object) -> str:
        return why(Watch.model_validate({"name": "w", **criteria}), ENDING)

    assert told(contracts_within_days=91) == "ends in 90 days, within 91"
    assert told(contracts_within_days=89) == ""
    assert told(contracts_within_days=100, cpv=("72",)) == ""
    assert told(contracts_within_days=100, cpv=("4845",)).startswith("ends in 90 days, within 100; CPV 48450000")
    assert told(players=("b",)) == "", "a player alone does not ask for the end of its contracts"


def test_an_assumption_is_told_in_the_states_that_are_watched() -> None:
    assert why(Watch(name="w", assumptions=("broken",)), SHAKEN) == "the assumption is now broken"
    assert why(Watch(name="w", assumptions=("weakening",)), SHAKEN) == ""


def test_what_was_told_is_not_told_again_but_a_new_watch_hears_of_it() -> None:
    first = [Watch(name="first", players=("granit",))]
    one = make_digest([AWARD], first, edition="1", as_of=DAY)
    two = make_digest([AWARD], first, edition="2", as_of=DAY, told=one.told)
    three = make_digest([AWARD], [*first, Watch(name="second", cpv=("72",))], edition="3", as_of=DAY, told=two.told)
    assert [len(made.items) for made in (one, two, three)] == [1, 0, 1]
    assert [name for name, _ in three.items[0].reasons] == ["second"]
    assert "Nothing new" in as_markdown(two)


def test_the_digest_says_who_when_why_and_where(tmp_path: Path) -> None:
    made = make_digest([AWARD], [Watch(name="Rivals", players=("granit",))], edition="1", as_of=DAY)
    text = as_markdown(made)
    for part in ("Fælles dataplatform", "Granit A/S, 2026-11-17", "Rivals: player Granit A/S", "<https://x.example/1>"):
        assert part in text
    write_digest(made, tmp_path / "digest", study="demo", before={})
    state = read_state(tmp_path)
    assert state["items"] == 1
    later = make_digest([], [], edition="2", as_of=DAY, told=state["told"])
    write_digest(later, tmp_path / "next" / "digest", study="demo", before=state)
    feed = etree.fromstring((tmp_path / "next" / "digest" / "feed.atom").read_bytes())
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert [entry.findtext("a:title", namespaces=names) for entry in feed.findall("a:entry", names)] == [
        "New award: Fælles dataplatform"
    ]


def test_hostile_titles_stay_text_in_the_digest_and_its_feed() -> None:
    hostile = [
        Signal(key=f"new_award:{place}", kind="new_award", title=text, who=text, day=DAY, url=text, texts=("hit",))
        for place, text in enumerate(HOSTILE)
    ]
    made = make_digest(hostile, [Watch(name="w", keywords=("hit",))], edition="1", as_of=DAY)
    feed = etree.fromstring(as_atom(feed_entries(made), title="t", updated=DAY))
    links = [str(link.get("href")) for link in feed.iter("{http://www.w3.org/2005/Atom}link")]
    assert all(link.startswith(("http://", "https://")) for link in links)
    assert len(made.items) == len(HOSTILE) >= 200
    assert "\n<script" not in as_markdown(made)
    assert "](" not in as_markdown(made)


def test_every_new_thing_of_an_edition_is_a_signal(tmp_path: Path) -> None:
    with an_edition(tmp_path / "edition") as edition:
        edition_signals = signals(edition)
        news = edition.query("select count(*) as n from mart.news where news_kind <> 'expiring_contract'")[0]["n"]
    assert sum(one.kind not in ("contract_window", "page_change", "assumption") for one in edition_signals) == news


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('[[watch]]\nname = "a"\nplayer = ["x"]\n', r"watch.toml:3: unknown key 'player' \(did you mean 'players'\?\)"),
        ('[[watch]]\nname = "a"\n', "watch.toml:1: the watch 'a' asks for nothing"),
        ('[[watch]]\nname = "a"\ncpv = ["7x"]\n', "watch.toml:3: .*cannot be '7x'"),
        ('[[watch]]\nname = "a"\ntechnologies = ["data_platfrom"]\n', "did you mean 'data_platform'"),
        ('[[watch]]\nname = "a"\nkeywords = ["it"]\n[[watch]]\nname = "a"\nkeywords = ["xx"]\n', ":5: .*second time"),
        ('[[watch]]\nkeywords = ["it"]\n', "the key 'name' is missing"),
        ('url = "mailto://x"\n', "unknown key 'url'"),
        ("[[watch\n", "is not valid TOML"),
    ],
)
def test_a_wrong_watch_list_is_refused_with_file_and_line(tmp_path: Path, written: str, said: str) -> None:
    (tmp_path / "mine.watch.toml").write_text(written, encoding="utf-8")
    with pytest.raises(WatchRefusedError, match=said):
        read_watches(tmp_path / "mine.toml", (), "", {"data_platform"})


class _Service(BaseHTTPRequestHandler):
    """Stands in for a service that people are told through."""

    received: list[dict[str, str]]
    status = 200

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.received.append(json.loads(body))
        self.send_response(self.status)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the library's name
        """Stay quiet."""


@pytest.fixture
def service() -> Iterator[tuple[type[_Service], int]]:
    handler = type("Handler", (_Service,), {"received": []})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield handler, server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def test_a_digest_reaches_a_service_once_an_edition(service: tuple[type[_Service], int], tmp_path: Path) -> None:
    handler, port = service
    assert send("Digest", "**ny** tildeling", SecretStr(f"json://127.0.0.1:{port}/hook")) == 1
    assert handler.received[0]["title"] == "Digest"
    assert "tildeling" in handler.received[0]["message"]
    assert not was_sent(tmp_path, "20261117-1")
    note_sent(tmp_path, "20261117-1")
    assert was_sent(tmp_path, "20261117-1")
    assert not was_sent(tmp_path, "20261118-1")


def test_an_address_is_never_shown_not_even_when_it_fails(
    service: tuple[type[_Service], int], capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    handler, port = service
    handler.status = 500
    secret = f"json://user:hemmeligt@127.0.0.1:{port}/hook"
    with pytest.raises(NightRefusedError, match=r"did not reach 2 of 2 places: json, nosuch") as refused:
        send("Digest", "x", SecretStr(f"{secret} nosuch://hemmeligt"))
    shown = capfd.readouterr()
    for text in (str(refused.value), shown.out, shown.err, caplog.text):
        assert "hemmeligt" not in text
    with pytest.raises(NightRefusedError, match="OVERBLIK_NOTIFY_URLS"):
        send("Digest", "x", SecretStr(""))

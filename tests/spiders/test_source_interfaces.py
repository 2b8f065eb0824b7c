"""Sources with documented interfaces: paging to the end, credentials that go nowhere else, and honest ends."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spiders.archiving import Ask
from spiders.fetching import Fetcher
from spiders.format import Origin
from spiders.formats import ocds as ocds_format
from spiders.interfaces import Token, next_page, read_json
from spiders.sources.doffin import KEY, DoffinOptions, read_hits
from spiders.sources.find_a_tender import FindATenderOptions
from spiders.sources.ocds import OcdsOptions
from spiders.sources.udbud_dk import CLIENT_ID, CLIENT_SECRET, UdbudOptions, read_rows
from spiders.wire import WireAnswer
from tests.spiders.interface_fakes import Asked, Fake, Said, as_json, ends, evidence, files_with, night, serving
from tests.spiders.rigged import Rigged, a_crawl

SECRETS = ("klient-4711", "hemmelig-sesam-99")


# -- udbud.dk ---------------------------------------------------------------------------------------------------------


@dataclass
class Udbud:
    """The national interface: notices behind a token that lasts for a number of pages."""

    notices: int = 5
    lasts: int = 1000
    total: int | None = None
    refusals: int = 0
    gives_tokens: bool = True
    tokens: int = 0
    used: int = 0
    broken: set[int] = field(default_factory=set)

    def __call__(self, asked: Asked) -> Said:
        if asked.path == "/auth/token":
            assert asked.method == "POST"
            assert asked.body == b"grant_type=client_credentials"
            assert asked.headers["authorization"] == "Basic " + base64.b64encode(":".join(SECRETS).encode()).decode()
            self.tokens, self.used = self.tokens + 1, 0
            if not self.gives_tokens:
                return as_json({"error": "invalid_client"}, 401)
            return as_json({"access_token": f"adgang-{self.tokens}", "expires_in": 600, "token_type": "Bearer"})
        assert asked.path == "/udbud/ekstern-data/bekendtgoerelse/v1/fraKilde/DKUDBUD"
        if self.refusals:
            self.refusals -= 1
            return Said(429, b"<html>later</html>", "text/html")
        if asked.headers.get("authorization") != f"Bearer adgang-{self.tokens}" or self.used >= self.lasts:
            return as_json({"status": "401"}, 401)
        self.used += 1
        page, size = int(asked.query["page"]), int(asked.query["size"])
        rows = [self._row(n) for n in range(self.notices)][(page - 1) * size : page * size]
        if not rows:
            return as_json({"status": "416"}, 416)
        said: dict[str, Any] = {"bekendtgoerelser": rows}
        if self.total != -1:
            said["totalt"] = self.notices if self.total is None else self.total
        return as_json(said)

    def _row(self, n: int) -> dict[str, str]:
        xml = f"<ContractNotice>{n}</ContractNotice>".encode()
        return {
            "noticeId": f"aaaaaaaa-0000-4000-8000-{n:012d}",
            "noticeVersion": "01",
            "noticePublicationNumber": f"{1000 + n}-2026",
            "registreringsTidspunkt": "2026-06-01T08:00:00+02:00",
            "bekendtgoerelseXml": "???" if n in self.broken else base64.b64encode(xml).decode(),
        }


@pytest.fixture
def _credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(CLIENT_ID, SECRETS[0])
    monkeypatch.setenv(CLIENT_SECRET, SECRETS[1])
    monkeypatch.setenv(KEY, SECRETS[1])


def _udbud(fake: Fake, **more: Any) -> UdbudOptions:
    return UdbudOptions(api=f"{fake.base}/udbud", login=f"{fake.base}/auth/token", page_size=2, **more)


@pytest.mark.usefixtures("_credentials")
def test_each_notice_of_a_page_is_evidence_with_its_number_and_its_own_end(tmp_path: Path) -> None:
    with serving(Udbud()) as fake:
        crawl = night(tmp_path, "udbud_dk", _udbud(fake))
    assert crawl.incomplete == []
    assert set(ends(crawl).values()) == {"ok"}
    assert sum(key.startswith("page") for key in ends(crawl)) == 3
    kept = evidence(crawl.ledger)
    assert sorted(row["publication_number"] for row in kept) == [f"{1000 + n}-2026" for n in range(5)]
    assert {crawl.archive.read(row["evidence_id"]) for row in kept} == {
        f"<ContractNotice>{n}</ContractNotice>".encode() for n in range(5)
    }
    assert all("noticePublicationNumber" in row["url"] for row in kept)
    assert crawl.ledger.watermark("udbud_dk")
    # A token is asked for once, and stands nowhere.
    assert fake.paths("token") == ["/auth/token"]
    assert files_with(tmp_path, *SECRETS, "adgang-1") == []


@pytest.mark.usefixtures("_credentials")
def test_the_next_night_asks_from_an_hour_before_and_keeps_what_is_held(tmp_path: Path) -> None:
    with serving(Udbud()) as fake:
        first = night(tmp_path, "udbud_dk", _udbud(fake))
        mark = datetime.fromisoformat(first.ledger.watermark("udbud_dk") or "")
        second = night(tmp_path, "udbud_dk", _udbud(fake), number=2)
    assert fake.asked[1].query["since"] == "2026-05-30T00:00:00"
    assert fake.asked[-1].query["since"] == (mark - timedelta(hours=1)).isoformat()
    assert {end for key, end in ends(second).items() if key.startswith("notice")} == {"unchanged"}
    assert len(evidence(second.ledger)) == 5


@pytest.mark.usefixtures("_credentials")
def test_a_token_that_ends_on_the_way_is_asked_for_again(tmp_path: Path) -> None:
    with serving(Udbud(lasts=1)) as fake:
        crawl = night(tmp_path, "udbud_dk", _udbud(fake))
    assert (crawl.incomplete, len(evidence(crawl.ledger))) == ([], 5)
    assert len(fake.paths("token")) == 3
    assert list(ends(crawl).values()).count("http_4xx") == 2


@pytest.mark.usefixtures("_credentials")
def test_without_a_total_the_answer_416_ends_the_pages(tmp_path: Path) -> None:
    with serving(Udbud(notices=4, total=-1)) as fake:
        crawl = night(tmp_path, "udbud_dk", _udbud(fake))
    assert (crawl.incomplete, len(evidence(crawl.ledger))) == ([], 4)
    assert crawl.ledger.watermark("udbud_dk")


@pytest.mark.usefixtures("_credentials")
@pytest.mark.parametrize(
    ("fake", "reason", "held"),
    [
        (Udbud(gives_tokens=False), "gave no access token (http_4xx)", 0),
        (Udbud(refusals=9), "rate_limited", 0),
        (Udbud(notices=0, total=-1), "page 1 did not come", 0),
        (Udbud(lasts=0), "page 1 did not come (http_4xx: status 401)", 0),
    ],
)
def test_what_does_not_come_leaves_the_watermark_where_it_was(
    tmp_path: Path, fake: Udbud, reason: str, held: int
) -> None:
    with serving(fake) as server:
        crawl = night(tmp_path, "udbud_dk", _udbud(server))
    assert reason in " ".join(crawl.incomplete)
    assert len(evidence(crawl.ledger)) == held
    assert crawl.ledger.watermark("udbud_dk") is None
    assert None not in ends(crawl).values()


@pytest.mark.usefixtures("_credentials")
def test_one_refusal_is_waited_out_and_a_broken_notice_costs_itself_alone(tmp_path: Path) -> None:
    with serving(Udbud(refusals=1, broken={3})) as fake:
        crawl = night(tmp_path, "udbud_dk", _udbud(fake))
    notices = [end for key, end in ends(crawl).items() if key.startswith("notice")]
    assert sorted(notices) == ["ok"] * 4 + ["unreadable_answer"]
    assert crawl.incomplete == []


@pytest.mark.parametrize(
    ("kind", "options", "names"),
    [
        ("udbud_dk", UdbudOptions(api="http://127.0.0.1:9", login="http://127.0.0.1:9"), (CLIENT_ID, CLIENT_SECRET)),
        ("doffin", DoffinOptions(api="http://127.0.0.1:9"), (KEY,)),
    ],
)
def test_without_credentials_nothing_is_asked_and_one_sentence_names_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str, options: Any, names: tuple[str, ...]
) -> None:
    for name in names:
        monkeypatch.delenv(name, raising=False)
    crawl = night(tmp_path, kind, options)
    assert ends(crawl) == {}
    (sentence,) = crawl.incomplete
    assert sentence.startswith("nothing was asked")
    assert all(name in sentence for name in names)


@pytest.mark.usefixtures("_credentials")
def test_a_fault_of_ours_tells_no_secret_in_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crawl = a_crawl(tmp_path, rehearsal=True)

    def broken() -> WireAnswer:
        raise RuntimeError("nobody foresaw this")

    answers = {"http://udbud.example/x": [broken]}

    async def run() -> None:
        fetcher: Fetcher = Rigged(answers).fetcher(crawl)
        await fetcher.ask(
            Ask(url="http://udbud.example/x", key="x", headers={"Authorization": SECRETS[1]}, obeys_robots=False)
        )

    asyncio.run(run())
    said = capsys.readouterr()
    assert "nobody foresaw this" in said.out + said.err + str(crawl.incomplete)
    assert SECRETS[1] not in said.out + said.err
    assert files_with(tmp_path, SECRETS[1]) == []


def test_a_token_is_used_until_shortly_before_its_end(tmp_path: Path) -> None:
    crawl = a_crawl(tmp_path, rehearsal=True)
    given_out = iter(range(9))

    def token() -> WireAnswer:
        said = json.dumps({"access_token": f"t{next(given_out)}", "expires_in": 600})
        return WireAnswer(status=200, headers={"content-type": "application/json"}, body=said.encode())

    clock = [0.0]

    async def run() -> list[str]:
        fetcher = Rigged({"http://login.example/": [token]}).fetcher(crawl)
        held = Token(fetcher, "http://login.example/", SECRETS, clock=lambda: clock[0])
        headers = []
        for at in (0.0, 569.0, 571.0, 600.0):
            clock[0] = at
            headers.append((await held.header() or {})["Authorization"])
        return headers

    assert asyncio.run(run()) == ["Bearer t0", "Bearer t0", "Bearer t1", "Bearer t1"]


# -- Find a Tender ----------------------------------------------------------------------------------------------------


@dataclass
class FindATender:
    """Releases by the hour, in pages; what goes wrong is told by its fields."""

    every_hours: int = 3
    page: int = 2
    forgets_links: bool = False
    amount: str = "12.5"
    next_host: str | None = None
    circle: bool = False
    refusals: int = 0

    def __call__(self, asked: Asked) -> Said:
        if self.refusals:
            self.refusals -= 1
            return Said(429, b"Too many requests", "text/plain")
        start, end = (datetime.fromisoformat(asked.query[name]) for name in ("updatedFrom", "updatedTo"))
        if end - start > timedelta(hours=6):
            return as_json({"releases": []})
        at, hours = datetime(2026, 5, 30, 0, 30), []  # noqa: DTZ001  as the interface writes its times
        while at < end:
            hours += [at] if at >= start else []
            at += timedelta(hours=self.every_hours)
        begin = int(asked.query.get("cursor", 0))
        shown = hours[begin : begin + int(asked.query["limit"])]
        releases = ",".join(
            f'{{"ocid":"ocds-x-{at:%d%H}","id":"{at:%d%H}","tag":["tender"],"tender":{{"title":"Drift",'
            f'"value":{{"amount":{self.amount},"currency":"GBP"}}}}}}'
            for at in shown
        )
        link = ""
        if begin + len(shown) < len(hours) and not self.forgets_links:
            base = self.next_host or f"http://{asked.headers['host']}"
            more = 0 if self.circle else begin + len(shown)
            query = "&".join(f"{name}={value}" for name, value in {**asked.query, "cursor": more}.items())
            if self.circle:
                query = "&".join(f"{name}={value}" for name, value in asked.query.items())
            link = f'"links":{{"next":"{base}{asked.path}?{query}"}},'
        return Said(200, f'{{{link}"version":"1.1","releases":[{releases}]}}'.encode())


def _released(crawl: Any) -> set[str]:
    found = set()
    for row in evidence(crawl.ledger):
        document = read_json(crawl.archive.read(row["evidence_id"]))
        found |= {one["id"] for one in document["releases"]}
    return found


def _fat(fake: Fake, **more: Any) -> FindATenderOptions:
    return FindATenderOptions(api=fake.base, **{"page_size": 2, **more})


def test_windows_of_six_hours_are_paged_to_their_end_and_every_page_is_evidence(tmp_path: Path) -> None:
    with serving(FindATender(every_hours=1)) as fake:
        crawl = night(tmp_path, "find_a_tender", _fat(fake, page_size=4), as_of=date(2026, 5, 30))
    assert crawl.incomplete == []
    assert _released(crawl) == {f"30{hour:02d}" for hour in range(24)}
    assert set(ends(crawl).values()) <= {"ok", "unchanged"}
    assert len(fake.asked) == 8
    assert crawl.ledger.watermark("find_a_tender") == "2026-05-31T00:00:00+00:00"


def test_the_next_night_begins_an_hour_before_the_watermark(tmp_path: Path) -> None:
    with serving(FindATender()) as fake:
        night(tmp_path, "find_a_tender", _fat(fake), as_of=date(2026, 5, 30))
        before = len(fake.asked)
        night(tmp_path, "find_a_tender", _fat(fake), number=2, as_of=date(2026, 5, 31))
    assert fake.asked[before].query["updatedFrom"] == "2026-05-30T23:00:00"


def test_a_full_page_without_a_next_link_is_asked_again_in_halves(tmp_path: Path) -> None:
    with serving(FindATender(every_hours=1, forgets_links=True)) as fake:
        crawl = night(tmp_path, "find_a_tender", _fat(fake, page_size=3), as_of=date(2026, 5, 30))
    assert crawl.incomplete == []
    assert _released(crawl) == {f"30{hour:02d}" for hour in range(24)}


def test_a_quarter_of_an_hour_that_is_still_full_is_told_and_the_watermark_waits(tmp_path: Path) -> None:
    with serving(FindATender(forgets_links=True)) as fake:
        crawl = night(tmp_path, "find_a_tender", _fat(fake, page_size=1), as_of=date(2026, 5, 30))
    assert "is full and names no next one" in " ".join(crawl.incomplete)
    assert crawl.ledger.watermark("find_a_tender") is None


@pytest.mark.parametrize("fake", [FindATender(every_hours=1, next_host="http://127.0.0.2:9"),
                                  FindATender(every_hours=1, circle=True)])  # fmt: skip
def test_a_next_link_to_another_host_or_in_a_circle_is_not_followed(tmp_path: Path, fake: FindATender) -> None:
    with serving(fake) as server:
        crawl = night(tmp_path, "find_a_tender", _fat(server), as_of=date(2026, 5, 30))
    assert "in a circle or to another host" in " ".join(crawl.incomplete)
    assert len(server.asked) <= 2
    assert crawl.ledger.watermark("find_a_tender") is None


@pytest.mark.parametrize("amount", ["1e9999", "1e99999999999999999999", "9" * 5000, "-1e-9999"])
def test_a_number_that_no_machine_holds_stops_neither_the_pages_nor_the_reading(tmp_path: Path, amount: str) -> None:
    with serving(FindATender(amount=amount)) as fake:
        crawl = night(tmp_path, "find_a_tender", _fat(fake), as_of=date(2026, 5, 30))
    assert crawl.incomplete == []
    for row in evidence(crawl.ledger):
        data = crawl.archive.read(row["evidence_id"])
        if b"ocid" in data:
            origin = Origin(evidence_id=row["evidence_id"], source="x")
            (notice, *_) = ocds_format.FORMAT.read(data, origin)
            assert getattr(notice, "est_value", 1) in (None, 0)


def test_a_refusal_is_waited_out_and_many_close_the_host(tmp_path: Path) -> None:
    with serving(FindATender(refusals=2)) as fake:
        crawl = night(tmp_path / "a", "find_a_tender", _fat(fake), as_of=date(2026, 5, 30))
    assert crawl.incomplete == []
    with serving(FindATender(refusals=99)) as fake:
        crawl = night(tmp_path / "b", "find_a_tender", _fat(fake), as_of=date(2026, 5, 30))
    assert list(ends(crawl).values()) == ["rate_limited"]


def test_a_night_asks_only_so_often_and_the_next_one_goes_on(tmp_path: Path) -> None:
    with serving(FindATender()) as fake:
        first = night(tmp_path, "find_a_tender", _fat(fake, max_requests=3), as_of=date(2026, 5, 31))
        mark = first.ledger.watermark("find_a_tender")
        night(tmp_path, "find_a_tender", _fat(fake, max_requests=99), number=2, as_of=date(2026, 5, 31))
        again = night(tmp_path, "find_a_tender", _fat(fake), number=3, as_of=date(2026, 5, 31))
    assert mark is not None
    assert len(_released(again)) == 16


# -- Doffin -----------------------------------------------------------------------------------------------------------


@dataclass
class Doffin:
    """The Norwegian search: notices by day, a thousand shown at most, parameters passed over when asked to."""

    days: dict[str, int] = field(default_factory=lambda: {"2026-05-30": 3, "2026-05-31": 0, "2026-06-01": 1})
    ceiling: int = 1000
    ignores_days: bool = False
    missing: frozenset[str] = frozenset()
    status: int = 200

    def __call__(self, asked: Asked) -> Said:
        if asked.headers.get("ocp-apim-subscription-key") != SECRETS[1]:
            return as_json({"statusCode": 401}, 401)
        if "/download/" in asked.path:
            number = asked.path.rsplit("/", 1)[1]
            if number in self.missing:
                return as_json({}, 404)
            return Said(self.status, f"<ContractNotice>{number}</ContractNotice>".encode(), "application/xml")
        every = [(f"2026-{day[5:7]}{day[8:]}{n:02d}", day) for day, many in self.days.items() for n in range(many)]
        if not self.ignores_days:
            every = [one for one in every if asked.query["issueDateFrom"] <= one[1] <= asked.query["issueDateTo"]]
        shown = every[: self.ceiling]
        page, size = int(asked.query["page"]), int(asked.query["numHitsPerPage"])
        hits = [{"id": number, "publicationDate": day} for number, day in shown[(page - 1) * size : page * size]]
        return as_json({"numHitsTotal": len(every), "numHitsAccessible": len(shown), "hits": hits})


@pytest.mark.usefixtures("_credentials")
def test_each_day_is_searched_and_each_notice_downloaded_once(tmp_path: Path) -> None:
    with serving(Doffin(missing=frozenset({"2026-053001"}))) as fake:
        options = DoffinOptions(api=fake.base, page_size=2)
        first = night(tmp_path, "doffin", options)
        second = night(tmp_path, "doffin", options, number=2)
    assert (first.incomplete, second.incomplete) == ([], [])
    assert {row["publication_number"] for row in evidence(first.ledger)} == {
        "2026-053000", "2026-053002", "2026-060100"
    }  # fmt: skip
    assert ends(first)["notice 2026-053001"] == "http_4xx"
    assert first.ledger.watermark("doffin") == "2026-06-01"
    downloads = [path for path in fake.paths() if "/download/" in path]
    assert sorted(downloads)[0] == "/download/2026-053000"
    assert downloads.count("/download/2026-053000") == 1
    assert files_with(tmp_path, SECRETS[1]) == []


@pytest.mark.usefixtures("_credentials")
@pytest.mark.parametrize(
    ("fake", "reason"),
    [
        (Doffin(ignores_days=True, days={"2026-05-30": 1, "2026-04-01": 2}), "passes over its days"),
        (Doffin(ceiling=2), "counts 3 notices of 2026-05-30 and shows 2"),
        (Doffin(status=401), "did not come (http_4xx: status 401)"),
        (Doffin(status=500), "did not come (http_5xx"),
    ],
)
def test_a_search_that_does_not_keep_its_word_is_told_and_the_watermark_waits(
    tmp_path: Path, fake: Doffin, reason: str
) -> None:
    with serving(fake) as server:
        crawl = night(tmp_path, "doffin", DoffinOptions(api=server.base))
    assert reason in " ".join(crawl.incomplete)
    assert crawl.ledger.watermark("doffin") is None
    assert None not in ends(crawl).values()


# -- any OCDS publisher -----------------------------------------------------------------------------------------------


def _packages(asked: Asked) -> Said:
    release = {"ocid": "ocds-x-1", "id": asked.path, "tag": ["tender"]}
    if asked.path == "/lines":
        return Said(200, (json.dumps(release) + "\n" + json.dumps({**release, "id": "2"}) + "\n").encode())
    links = {"/1": {"next": "/2"}, "/2": {"next": "/1"}, "/away": {"next": "http://127.0.0.2/x"}}.get(asked.path, {})
    if asked.path == "/page":
        return Said(200, b"<html>maintenance</html>", "text/html")
    return as_json({"releases": [release], "links": links})


@pytest.mark.parametrize(
    ("paths", "asked", "held", "reason"),
    [
        (("/1",), ["/1", "/2"], 2, None),
        (("/lines", "/1"), ["/lines", "/1", "/2"], 3, None),
        (("/away",), ["/away"], 1, "leads to another host"),
        (("/page",), ["/page"], 0, "a web page comes"),
    ],
)
def test_packages_and_lines_are_kept_and_next_pages_followed_at_home(
    tmp_path: Path, paths: tuple[str, ...], asked: list[str], held: int, reason: str | None
) -> None:
    with serving(_packages) as fake:
        crawl = night(tmp_path, "ocds", OcdsOptions(urls=tuple(fake.base + path for path in paths)))
    assert fake.paths() == asked
    assert len(evidence(crawl.ledger)) == held
    assert (reason or "") in " ".join(crawl.incomplete)
    assert bool(crawl.incomplete) is (reason is not None)


# -- whatever an interface says ---------------------------------------------------------------------------------------

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["hits", "id", "totalt", "bekendtgoerelser", "noticeId", "bekendtgoerelseXml", "links", "next"]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
def test_any_answer_is_a_page_or_none(value: Any) -> None:
    document = read_json(json.dumps(value).encode())
    readers: tuple[Callable[[Any], Any], ...] = (read_rows, read_hits)
    for reader in readers:
        reader(document)
    following = next_page(document, base="https://a.example/x?y=1")
    assert following is None or following.startswith(("http", "ftp")) or ":" in following


@given(st.binary(max_size=60))
def test_any_bytes_are_json_or_none(data: bytes) -> None:
    read_json(data)

"""What may be asked at all: robots.txt, reservations of text and data mining, and private addresses."""

import asyncio
import json
import shlex
import socket
import threading
from collections.abc import Sequence
from pathlib import Path

import pytest

from spiders.addresses import AddressGuard
from spiders.archiving import Ask
from spiders.links import canonical_url
from spiders.reservations import read_tdmrep
from spiders.wire import Wire, WireAnswer, WireFault
from tests.spiders.rigged import Rigged, Script, a_crawl, page, rows

RULES = "User-agent: *\nDisallow: /intern/\n"
ROBOTS: dict[str, tuple[list[Script], str]] = {
    "no file": ([WireAnswer(status=404)], "/x"),
    "gone": ([WireAnswer(status=410)], "/x"),
    "login": ([WireAnswer(status=401)], "/x"),
    "forbidden": ([WireAnswer(status=403)], "/x"),
    "refused": ([WireAnswer(status=429)], "/x"),
    "fault": ([WireAnswer(status=500)], "/x"),
    "busy": ([WireAnswer(status=503)], "/x"),
    "silence": ([WireFault("timeout", "drawn")], "/x"),
    "challenge": ([WireAnswer(status=202, headers={"x-amzn-waf-action": "challenge"})], "/x"),
    "damaged": ([WireAnswer(status=200, headers={"content-encoding": "gzip"}, body=b"no gzip")], "/x"),
    "forbidden path": ([page(RULES)], "/intern/x"),
    "another path": ([page(RULES)], "/x"),
    "everything": ([page("User-agent: *\nDisallow: /\n")], "/x"),
    "our name": ([page("User-agent: *\nAllow: /\n\nUser-agent: overblik\nDisallow: /\n")], "/x"),
    "another's name": ([page("User-agent: Otherbot\nDisallow: /\n")], "/x"),
    "longest rule": ([page("User-agent: *\nDisallow: /a/\nAllow: /a/b/\n")], "/a/b/c"),
    "wildcard": ([page("User-agent: *\nDisallow: /*.pdf$\n")], "/plan.pdf"),
    "byte order mark": ([page("\ufeff" + RULES)], "/intern/x"),
    "half a megabyte": ([page(RULES + "#" * 600_000 + "\nDisallow: /x\n")], "/x"),
    "our name, with a version": ([page("User-agent: *\nAllow: /\n\nUser-agent: Overblik/0.1\nDisallow: /\n")], "/x"),
    "no name, then a rule": ([page("User-agent: *\nUser-agent:\nDisallow: /\n")], "/x"),
    "our name, with a remark": ([page("User-agent: Overblik (kontakt: x)\nDisallow: /\n")], "/x"),
    "another's name, with a version": ([page("User-agent: Otherbot/2.1\nDisallow: /\n")], "/x"),
    "UTF-16": ([WireAnswer(status=200, body=RULES.encode("utf-16"))], "/intern/x"),
    "UTF-16, other order": ([WireAnswer(status=200, body=b"\xfe\xff" + RULES.encode("utf-16-be"))], "/intern/x"),
    "UTF-16 without a mark": ([WireAnswer(status=200, body=RULES.encode("utf-16-le"))], "/x"),
    "UTF-32": ([WireAnswer(status=200, body=RULES.encode("utf-32"))], "/intern/x"),
    "Latin-1": ([WireAnswer(status=200, body="User-agent: *\nDisallow: /søg\n".encode("latin-1"))], "/s%C3%B8g"),
    "a page": ([page("<!doctype html><html><body>hej</body></html>")], "/x"),
    "moved": ([page("", status=301, location="/r1")], "/intern/x"),
    "moved for ever": ([page("", status=301, location="/robots.txt")], "/x"),
    "moved inside": ([page("", status=301, location="http://10.0.0.1/robots.txt")], "/x"),
}

ROBOTS_TABLE = """
robots.txt      | outcome
----------------+--------------
no file         | ok
gone            | ok
login           | ok
forbidden       | ok
refused         | policy_robots
fault           | policy_robots
busy            | policy_robots
silence         | policy_robots
challenge       | policy_robots
damaged         | policy_robots
forbidden path  | policy_robots
another path    | ok
everything      | policy_robots
our name        | policy_robots
another's name  | ok
longest rule    | ok
wildcard        | policy_robots
byte order mark | policy_robots
half a megabyte | ok
our name, with a version | policy_robots
our name, with a remark | policy_robots
no name, then a rule | policy_robots
another's name, with a version | ok
UTF-16 | policy_robots
UTF-16, other order | policy_robots
UTF-16 without a mark | policy_robots
UTF-32 | policy_robots
Latin-1 | policy_robots
a page          | ok
moved           | policy_robots
moved for ever  | policy_robots
moved inside    | policy_robots
"""


@pytest.mark.parametrize(("case", "outcome"), rows(ROBOTS_TABLE))
def test_robots_is_obeyed_and_fails_closed(tmp_path: Path, case: str, outcome: str) -> None:
    scripts, path = ROBOTS[case]
    url = f"http://a.example{path}"
    rigged = Rigged({url: [page()], "http://a.example/robots.txt": list(scripts), "http://a.example/r1": [page(RULES)]})
    crawl = a_crawl(tmp_path)
    answer = asyncio.run(rigged.fetcher(crawl).ask(Ask(url=url, key=url)))
    assert answer is not None
    assert answer.outcome == outcome
    assert (url in rigged.pages()) == (outcome == "ok")
    verdict = crawl.ledger.rows("select robots_verdict from fetch")[0]["robots_verdict"]
    assert verdict.startswith("allow" if outcome == "ok" else "disallow")
    could_not_be_read = "could not be read" in verdict
    assert bool(crawl.incomplete) == could_not_be_read


def test_a_page_behind_a_redirect_is_asked_under_its_own_hosts_rules(tmp_path: Path) -> None:
    rigged = Rigged(
        {
            "http://a.example/x": [page("", status=302, location="http://b.example/intern/x")],
            "http://b.example/robots.txt": [page(RULES)],
        }
    )
    answer = asyncio.run(rigged.fetcher(a_crawl(tmp_path)).ask(Ask(url="http://a.example/x", key="x")))
    assert answer is not None
    assert answer.outcome == "policy_robots"
    assert "http://b.example/intern/x" not in rigged.pages()


def _tdmrep(body: str, **headers: str) -> WireAnswer:
    return page(body, **({"content_type": "application/json"} | headers))


_HEAD = "<html><head>{}</head><body>tekst</body></html>"
RESERVATIONS: dict[str, tuple[Script, WireAnswer]] = {
    "nothing said": (WireAnswer(status=404), page()),
    "file, all": (_tdmrep('[{"location": "/", "tdm-reservation": 1}]'), page()),
    "file, another path": (_tdmrep('[{"location": "/priser/*", "tdm-reservation": 1}]'), page()),
    "file, this path": (_tdmrep('[{"location": "/nyt/*", "tdm-reservation": 1}]'), page()),
    "file, this path free": (
        _tdmrep('[{"location": "/", "tdm-reservation": 1}, {"location": "/nyt/", "tdm-reservation": 0}]'),
        page(),
    ),
    "file, zero": (_tdmrep('[{"location": "/", "tdm-reservation": 0}]'), page()),
    "file is a page": (page("<!doctype html><html>forside</html>"), page()),
    "file broken": (_tdmrep('[{"location": "/"'), page()),
    "file fails": (WireAnswer(status=500), page()),
    "header": (WireAnswer(status=404), page(tdm_reservation="1")),
    "header zero": (WireAnswer(status=404), page(tdm_reservation="0")),
    "meta": (WireAnswer(status=404), page(_HEAD.format('<meta content="1" name="TDM-Reservation">'))),
    "meta in a comment": (
        WireAnswer(status=404),
        page(_HEAD.format('<!-- <meta name="tdm-reservation" content="1"> -->')),
    ),
    "noai": (WireAnswer(status=404), page(x_robots_tag="noindex, noai")),
    "meta noai": (WireAnswer(status=404), page(_HEAD.format("<meta name=robots content='noai, noimageai'>"))),
}

RESERVATION_TABLE = """
said                 | outcome    | page asked
---------------------+------------+-----------
nothing said         | ok         | yes
file, all            | policy_tdm | no
file, another path   | ok         | yes
file, this path      | policy_tdm | no
file, this path free | ok         | yes
file, zero           | ok         | yes
file is a page       | ok         | yes
file broken          | policy_tdm | no
file fails           | policy_tdm | no
header               | policy_tdm | yes
header zero          | ok         | yes
meta                 | policy_tdm | yes
meta in a comment    | ok         | yes
noai                 | policy_tdm | yes
meta noai            | policy_tdm | yes
"""


@pytest.mark.parametrize(("case", "outcome", "asked"), rows(RESERVATION_TABLE))
def test_a_reserved_page_leaves_its_address_and_the_verdict_and_no_byte(
    tmp_path: Path, case: str, outcome: str, asked: str
) -> None:
    url = "http://a.example/nyt/1"
    policy, answer = RESERVATIONS[case]
    rigged = Rigged({url: [answer], "http://a.example/.well-known/tdmrep.json": [policy]})
    crawl = a_crawl(tmp_path)
    asyncio.run(rigged.fetcher(crawl).ask(Ask(url=url, key=url)))
    row = crawl.ledger.rows("select * from fetch")[0]
    assert row["outcome"] == outcome
    assert (url in rigged.pages()) == (asked == "yes")
    if outcome == "policy_tdm":
        assert row["evidence_id"] is None
        assert "reserved" in row["tdm_verdict"]
        assert not crawl.ledger.rows("select * from evidence")
        assert not [path for path in crawl.archive.root.rglob("*") if path.is_file()]


@pytest.mark.parametrize(
    ("location", "url", "is_reserved"),
    [
        ("/publikationer-på-dansk/", "https://x.example/publikationer-p%C3%A5-dansk/a.html", True),
        ("/publikationer-p%c3%a5-dansk/", "https://x.example/publikationer-p%C3%A5-dansk/a.html", True),
        ("/publikationer-p%C3%A5-dansk/*.pdf$", "https://x.example/publikationer-på-dansk/a.pdf", True),
        ("/%7Eib/", "https://x.example/~ib/a", True),
        ("/søg?emne=ældre", "https://x.example/s%C3%B8g?emne=%C3%A6ldre", True),
        ("/find?sti=/nyt", "https://x.example/find?sti=%2Fnyt", True),
        ("/a%2Fb", "https://x.example/a/b", False),
        ("/år/", "https://x.example/ar/", False),
    ],
)
def test_a_reserved_place_is_known_in_every_spelling(location: str, url: str, is_reserved: bool) -> None:
    body = json.dumps([{"location": location, "tdm-reservation": 1}], ensure_ascii=False).encode()
    found = read_tdmrep(200, "application/json", body)
    assert found.reserves(url) == is_reserved
    assert found.reserves(canonical_url(url) or "") == is_reserved


SPELLINGS = shlex.split("""
127.0.0.1 127.1 127.0.1 2130706433 0x7f000001 0x7f.0.0.1 0x7f.1 0177.0.0.1 017700000001 0177.0.1 127.0.0.1.
[::1] [0:0:0:0:0:0:0:1] [::ffff:127.0.0.1] [::ffff:7f00:1] [::127.0.0.1] [64:ff9b::7f00:1] [2002:7f00:1::] [::]
localhost localhost. LOCALHOST x.localhost ①②⑦.⓪.⓪.① 127。0。0。1 １２７.0.0.1 %31%32%37.0.0.1 user@127.0.0.1 0 0.0.0.0
10.0.0.1 10.255.255.255 172.16.0.1 192.168.1.1 169.254.169.254 100.64.0.1 192.0.2.1 198.18.0.1 224.0.0.1 240.0.0.1
255.255.255.255 [fc00::1] [fd00:ec2::254] [fe80::1] [fe80::1%25eth0] [ff02::1] [fec0::1] [2001:db8::1]
metadata.google.internal printer.local intranet router.lan 300.1.1.1 1.2.3.4.5 0x 08.1.1.1
""")


def test_there_are_as_many_cases_as_the_rules_have_corners() -> None:
    assert len(set(SPELLINGS)) >= 40
    assert {row[0] for row in rows(ROBOTS_TABLE)} == set(ROBOTS)
    assert {row[0] for row in rows(RESERVATION_TABLE)} == set(RESERVATIONS)
    assert len(ROBOTS) >= 16
    assert len(RESERVATIONS) >= 10


@pytest.mark.parametrize("host", SPELLINGS)
@pytest.mark.parametrize("proxied", [False, True])
def test_no_spelling_of_a_private_address_is_asked(host: str, proxied: bool) -> None:
    guard = AddressGuard(proxied=proxied)
    assert guard.refuses(f"http://{host}/")
    assert guard.refuses(f"https://{host}:443/x")


@pytest.mark.parametrize(
    "url", ["https://93.184.215.14/", "http://kommune.example/", "https://[2606:4700::1111]:443/a"]
)
def test_a_public_address_may_be_asked(url: str) -> None:
    assert AddressGuard().refuses(url) is None


@pytest.mark.parametrize(
    "url",
    [
        "ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "//a.example/", "http:///x", "http://",
        "http://a.example:22/", "https://a.example:8443/", "http://a.example\\@127.0.0.1/", "http://a.example/\r\nX: y",
        "http://a.example:99999/", "http://[::1/", "http://a.example/" + "x" * 2000, "javascript:alert(1)",
        "http://user@a.example/", "https://user:word@a.example/", "http://@a.example/",
    ],
)  # fmt: skip
def test_no_strange_url_is_asked(url: str) -> None:
    assert AddressGuard().refuses(url)


def test_a_rehearsal_without_a_proxy_reaches_this_machine_alone() -> None:
    guard = AddressGuard(allow_loopback=True)
    assert guard.refuses("http://127.0.0.1:8099/") is None
    assert guard.refuses("http://93.184.215.14/")
    assert guard.refuses_answers("kommune.example", ["93.184.215.14"])
    behind = AddressGuard(allow_loopback=True, proxied=True)
    assert behind.refuses("http://127.0.0.1:8099/")
    assert behind.refuses("http://kommune.example/") is None


class _Listener:
    """A private service that counts who connects."""

    def __init__(self) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.socket.settimeout(0.2)
        self.accepts = 0
        self.stop = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        while not self.stop.is_set():
            try:
                connection, _ = self.socket.accept()
            except TimeoutError:
                continue
            self.accepts += 1
            connection.close()

    def __enter__(self) -> "_Listener":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop.set()
        self.thread.join()
        self.socket.close()


ANSWERS = {
    "rebinds.example": ["93.184.215.14", "127.0.0.1"],
    "loopback.example": ["127.0.0.1"],
    "six.example": ["::1"],
    "mapped.example": ["::ffff:127.0.0.1"],
    "scoped.example": ["fe80::1%lo"],
    "ten.example": ["10.0.0.1"],
    "metadata.example": ["169.254.169.254"],
    "unique.example": ["fc00::1"],
    "nonsense.example": ["hej"],
}


def test_below_the_url_the_resolver_refuses_too_and_nothing_connects() -> None:
    async def resolver(host: str, port: int) -> Sequence[str]:
        return ANSWERS.get(host) or [socket.gethostbyname(host)]

    async def ask_all(port: int) -> dict[str, str]:
        wire = Wire(guard=AddressGuard(), user_agent="Overblik", resolver=resolver)
        ends = {}
        for host in [*ANSWERS, *SPELLINGS]:
            try:
                await wire.send(url=f"http://{host}:{port}/internal", limit=1000, seconds=2)
            except WireFault as fault:
                ends[host] = fault.outcome
        await wire.close()
        return ends

    with _Listener() as listener:
        ends = asyncio.run(ask_all(listener.socket.getsockname()[1]))
        assert listener.accepts == 0
    assert {ends[host] for host in ANSWERS} == {"policy_ssrf"}
    assert set(ends) == {*ANSWERS, *SPELLINGS}
    assert set(ends.values()) <= {"policy_ssrf", "reset", "unreadable_answer"}


@pytest.mark.parametrize(
    "where", ["http://127.0.0.1/x", "//[::1]/x", "http://2130706433/", "http://intranet/", "file:///x"]
)
def test_no_redirect_and_no_link_leads_inside(tmp_path: Path, where: str) -> None:
    rigged = Rigged({"http://a.example/x": [page("", status=302, location=where)]})
    crawl = a_crawl(tmp_path)
    answer = asyncio.run(rigged.fetcher(crawl).ask(Ask(url="http://a.example/x", key="x")))
    assert answer is not None
    assert answer.outcome == "policy_ssrf"
    assert rigged.pages() == ["http://a.example/x"]

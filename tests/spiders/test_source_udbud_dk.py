"""The national interface udbud.dk: pages behind a token, each notice with its own end."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from spiders.sources import udbud_dk
from spiders.sources.udbud_dk import UdbudOptions
from tests.spiders.interface_fakes import (
    SECRETS,
    Asked,
    Fake,
    Said,
    as_json,
    ends,
    evidence,
    files_with,
    night,
    serving,
)


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


def _udbud(fake: Fake, **more: Any) -> UdbudOptions:
    return UdbudOptions(api=f"{fake.base}/udbud", login=f"{fake.base}/auth/token", page_size=2, **more)


@pytest.mark.usefixtures("interface_credentials")
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


@pytest.mark.usefixtures("interface_credentials")
def test_the_next_night_asks_from_an_hour_before_and_keeps_what_is_held(tmp_path: Path) -> None:
    with serving(Udbud()) as fake:
        first = night(tmp_path, "udbud_dk", _udbud(fake))
        mark = datetime.fromisoformat(first.ledger.watermark("udbud_dk") or "")
        second = night(tmp_path, "udbud_dk", _udbud(fake), number=2)
    assert fake.asked[1].query["since"] == "2026-05-30T00:00:00"
    assert fake.asked[-1].query["since"] == (mark - timedelta(hours=1)).isoformat()
    assert {end for key, end in ends(second).items() if key.startswith("notice")} == {"unchanged"}
    assert len(evidence(second.ledger)) == 5


@pytest.mark.usefixtures("interface_credentials")
def test_a_token_that_ends_on_the_way_is_asked_for_again(tmp_path: Path) -> None:
    with serving(Udbud(lasts=1)) as fake:
        crawl = night(tmp_path, "udbud_dk", _udbud(fake))
    assert (crawl.incomplete, len(evidence(crawl.ledger))) == ([], 5)
    assert len(fake.paths("token")) == 3
    assert list(ends(crawl).values()).count("http_4xx") == 2


@pytest.mark.usefixtures("interface_credentials")
def test_without_a_total_the_answer_416_ends_the_pages(tmp_path: Path) -> None:
    with serving(Udbud(notices=4, total=-1)) as fake:
        crawl = night(tmp_path, "udbud_dk", _udbud(fake))
    assert (crawl.incomplete, len(evidence(crawl.ledger))) == ([], 4)
    assert crawl.ledger.watermark("udbud_dk")


@pytest.mark.usefixtures("interface_credentials")
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


@pytest.mark.usefixtures("interface_credentials")
def test_one_refusal_is_waited_out_and_a_broken_notice_costs_itself_alone(tmp_path: Path) -> None:
    with serving(Udbud(refusals=1, broken={3})) as fake:
        crawl = night(tmp_path, "udbud_dk", _udbud(fake))
    notices = [end for key, end in ends(crawl).items() if key.startswith("notice")]
    assert sorted(notices) == ["ok"] * 4 + ["unreadable_answer"]
    assert crawl.incomplete == []


@pytest.mark.usefixtures("interface_credentials")
@pytest.mark.parametrize("total", [None, -1])
def test_more_pages_than_a_night_may_ask_for_are_had_by_the_next_nights(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, total: int | None
) -> None:
    crawls = []
    with serving(Udbud(notices=9, total=total)) as fake:
        for number in (1, 2, 3):
            monkeypatch.setattr(udbud_dk, "now", lambda day=number: datetime(2026, 1, day, 8, tzinfo=UTC))
            crawls.append(night(tmp_path, "udbud_dk", _udbud(fake, max_pages=2), number=number))
        asked = [one.query["page"] for one in fake.asked if "page" in one.query]
    assert asked == ["1", "2", "3", "4", "5"] + (["6"] if total else [])
    assert [crawl.incomplete for crawl in crawls] == [[], [], []]
    assert len(evidence(crawls[-1].ledger)) == 9
    # What was registered while the nights went by is asked for from the first of them on.
    assert crawls[-1].ledger.watermark("udbud_dk") == "2026-01-01T08:00:00"

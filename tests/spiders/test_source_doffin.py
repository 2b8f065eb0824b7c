"""Doffin: each day searched, each notice downloaded once, and a search that does not keep its word."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from spiders.sources.doffin import DoffinOptions
from tests.spiders.interface_fakes import (
    SECRETS,
    Asked,
    Said,
    as_json,
    ends,
    evidence,
    files_with,
    night,
    serving,
)


@dataclass
class Doffin:
    """The Norwegian search: notices by day, a thousand shown at most, parameters passed over when asked to."""

    days: dict[str, int] = field(default_factory=lambda: {"2026-05-30": 3, "2026-05-31": 0, "2026-06-01": 1})
    ceiling: int = 1000
    ignores_days: bool = False
    missing: dict[str, int] = field(default_factory=dict)
    status: int = 200

    def __call__(self, asked: Asked) -> Said:
        if asked.headers.get("ocp-apim-subscription-key") != SECRETS[1]:
            return as_json({"statusCode": 401}, 401)
        if "/download/" in asked.path:
            number = asked.path.rsplit("/", 1)[1]
            if number in self.missing:
                return as_json({}, self.missing[number])
            return Said(self.status, f"<ContractNotice>{number}</ContractNotice>".encode(), "application/xml")
        every = [(f"2026-{day[5:7]}{day[8:]}{n:02d}", day) for day, many in self.days.items() for n in range(many)]
        if not self.ignores_days:
            every = [one for one in every if asked.query["issueDateFrom"] <= one[1] <= asked.query["issueDateTo"]]
        shown = every[: self.ceiling]
        page, size = int(asked.query["page"]), int(asked.query["numHitsPerPage"])
        hits = [{"id": number, "publicationDate": day} for number, day in shown[(page - 1) * size : page * size]]
        return as_json({"numHitsTotal": len(every), "numHitsAccessible": len(shown), "hits": hits})


@pytest.mark.usefixtures("interface_credentials")
def test_each_day_is_searched_and_each_notice_downloaded_once(tmp_path: Path) -> None:
    with serving(Doffin(missing={"2026-053001": 404})) as fake:
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


@pytest.mark.usefixtures("interface_credentials")
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


@pytest.mark.usefixtures("interface_credentials")
@pytest.mark.parametrize(("status", "is_settled"), [(404, True), (410, True), (400, False), (500, False)])
def test_a_notice_that_fails_holds_the_watermark_and_keeps_no_other_day_away(
    tmp_path: Path, status: int, is_settled: bool
) -> None:
    with serving(Doffin(missing={"2026-053001": status})) as fake:
        first = night(tmp_path, "doffin", DoffinOptions(api=fake.base))
    assert len(evidence(first.ledger)) == 3
    assert first.ledger.watermark("doffin") == ("2026-06-01" if is_settled else None)
    assert (first.incomplete == []) == is_settled


@pytest.mark.usefixtures("interface_credentials")
def test_notices_that_are_not_there_do_not_take_the_place_of_others_every_night(tmp_path: Path) -> None:
    missing = {"2026-053000": 404, "2026-053001": 404}
    with serving(Doffin(missing=missing)) as fake:
        for number in (1, 2):
            crawl = night(tmp_path, "doffin", DoffinOptions(api=fake.base, max_notices=2), number=number)
    assert len(evidence(crawl.ledger)) == 2
    assert crawl.ledger.watermark("doffin") == "2026-06-01"


@pytest.mark.usefixtures("interface_credentials")
def test_days_that_are_searched_again_do_not_take_the_place_of_new_ones(tmp_path: Path) -> None:
    with serving(Doffin()) as fake:
        watermarks = []
        for number in (1, 2, 3):
            crawl = night(tmp_path, "doffin", DoffinOptions(api=fake.base, max_days=1, days_back=2), number=number)
            watermarks.append(crawl.ledger.watermark("doffin"))
    assert watermarks[0] == "2026-05-30"
    assert watermarks[-1] == "2026-06-01"

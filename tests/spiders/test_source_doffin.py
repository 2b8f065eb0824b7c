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


@pytest.mark.usefixtures("interface_credentials")
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

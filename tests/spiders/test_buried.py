"""Bytes that were masked or removed come in again under the name of what stands in their place, and are not kept."""

import asyncio
from pathlib import Path

import pytest

from spiders.archiving import Answer, Ask, Keeper, Verdicts
from spiders.items import admit
from spiders.source import Crawl
from spiders.sources import folder
from spiders.sources.udbud_dk import UdbudOptions
from tests.spiders.interface_fakes import ends, night, serving
from tests.spiders.rigged import a_crawl
from tests.spiders.test_source_udbud_dk import Udbud
from warehouse import forgetting
from warehouse.archive import Archive
from warehouse.ledger import Ledger
from warehouse.settings import Workspace

ASK = Ask(url="https://a.example/folk.html", key="folk")
PAGE = b"<html>Ole Holm</html>"
MASKED = b"<html>xxx xxxx</html>"


def take_out(root: Path, data: bytes, masked: bytes | None) -> None:
    """Put a copy, or nothing, in the place of evidence, as a purge does."""
    place = Workspace(root)
    archive = Archive(place.evidence)
    evidence_id = archive.keep(data)
    instead = archive.keep(masked) if masked is not None else ""
    with Ledger(place.ledger) as ledger:
        forgetting.replace_evidence(ledger, evidence_id, instead, size=len(masked or b""))
    archive.remove(evidence_id)


def asked(root: Path, number: int, *, streamed: bool = False) -> tuple[Crawl, Answer]:
    """A night in which the page comes, whole or in pieces."""
    crawl = a_crawl(root, crawl_id=f"nat-{number}")
    keeper = Keeper(crawl)
    fetch_id = keeper.plan(ASK)
    assert fetch_id is not None
    if streamed:
        with crawl.archive.arriving() as arrival:
            arrival.write(PAGE)
            arrived = arrival.keep()
        return crawl, keeper.keep_arrived(fetch_id, ASK, url=ASK.url, headers={}, arrived=arrived, verdicts=Verdicts())
    kept = keeper.keep(fetch_id, ASK, url=ASK.url, status=200, headers={}, body=PAGE, verdicts=Verdicts())
    return crawl, asyncio.run(kept)


def held(crawl: Crawl) -> set[bytes]:
    return {crawl.archive.read(path.name.removesuffix(".zst")) for path in crawl.archive.root.glob("??/*")}


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("masked", [MASKED, None])
def test_an_answer_that_was_taken_out_is_unchanged(tmp_path: Path, masked: bytes | None, *, streamed: bool) -> None:
    asked(tmp_path, 1, streamed=streamed)
    take_out(tmp_path, PAGE, masked)
    crawl, answer = asked(tmp_path, 2, streamed=streamed)
    assert answer.outcome == "unchanged"
    assert held(crawl) == ({masked} if masked else set())
    named = crawl.ledger.rows("select evidence_id from evidence union select evidence_id from fetch")
    assert {row[0] for row in named} == {answer.evidence_id}
    assert (answer.evidence_id is None) == (masked is None)
    if not streamed:  # what came steers the crawl as it came
        assert Keeper(crawl).bytes_of(answer) == PAGE
    assert masked or not admit(crawl, answer)


@pytest.mark.parametrize("large", [False, True])
@pytest.mark.parametrize("masked", [MASKED, None])
def test_a_file_that_was_taken_out_stays_out_while_it_lies_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, masked: bytes | None, *, large: bool
) -> None:
    if large:
        monkeypatch.setattr(folder, "_IN_MEMORY", 1)
    files = tmp_path / "filer"
    files.mkdir()
    (files / "folk.html").write_bytes(PAGE)
    options = folder.FolderOptions(path=files)
    night(tmp_path / "arbejde", "folder", options)
    take_out(tmp_path / "arbejde", PAGE, masked)
    crawl = night(tmp_path / "arbejde", "folder", options, number=2)
    assert set(ends(crawl).values()) == {"unchanged"}
    assert held(crawl) == ({masked} if masked else set())
    assert len(crawl.ledger.rows("select 1 from evidence")) == (1 if masked else 0)


@pytest.mark.usefixtures("interface_credentials")
def test_a_national_notice_that_was_masked_comes_in_as_its_copy(tmp_path: Path) -> None:
    with serving(Udbud(notices=1)) as fake:
        options = UdbudOptions(api=f"{fake.base}/udbud", login=f"{fake.base}/auth/token")
        night(tmp_path, "udbud_dk", options)
        take_out(tmp_path, b"<ContractNotice>0</ContractNotice>", b"<ContractNotice>x</ContractNotice>")
        crawl = night(tmp_path, "udbud_dk", options, number=2)
    assert [end for key, end in ends(crawl).items() if key.startswith("notice")] == ["unchanged"]
    (row,) = crawl.ledger.rows("select evidence_id from evidence")
    assert crawl.archive.read(row["evidence_id"]) == b"<ContractNotice>x</ContractNotice>"
    assert b"<ContractNotice>0</ContractNotice>" not in held(crawl)


def test_a_page_whose_masked_copy_is_known_is_no_younger_for_coming_again(tmp_path: Path) -> None:
    crawl, _ = asked(tmp_path, 1)
    crawl.ledger.rows("update evidence set first_seen = '2026-01-01'")
    take_out(tmp_path, PAGE, MASKED)
    crawl.ledger.rows("delete from buried")  # as in a study from before the ledger knew of such things
    asked(tmp_path, 2)
    take_out(tmp_path, PAGE, MASKED)
    assert [row["first_seen"] for row in crawl.ledger.rows("select first_seen from evidence")] == ["2026-01-01"]


def test_what_stands_in_the_place_of_a_copy_stands_in_the_place_of_the_first(tmp_path: Path) -> None:
    asked(tmp_path, 1)
    take_out(tmp_path, PAGE, MASKED)
    take_out(tmp_path, MASKED, None)
    crawl, answer = asked(tmp_path, 2)
    assert (answer.outcome, answer.evidence_id, held(crawl)) == ("unchanged", None, set())

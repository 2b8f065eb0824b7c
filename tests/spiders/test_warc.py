"""The archive as a WARC file: every answer once, bytes as they were, and nothing of what is reserved."""

from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from spiders.warc import export_warc
from warehouse.archive import Archive
from warehouse.ledger import Ending, Ledger
from warehouse.refusal import RefusedError
from warehouse.settings import Workspace

PAGE = "<html><body>Blåbærgrød\r\n\r\nWARC/1.0\r\n</body></html>".encode()
BLOB = bytes(range(256)) * 5000


def _fetch(ledger: Ledger, night: str, url: str, **ending: str | int | None) -> None:
    fetch_id = ledger.plan(crawl_id=f"{night}-kilde", source="kilde", request_key=url, url=url)
    assert fetch_id is not None
    ledger.end(fetch_id, Ending(**ending))  # type: ignore[arg-type]  # the table below says only what fits


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    place = Workspace(tmp_path / "sag").make()
    page, blob = (Archive(place.evidence).keep(data) for data in (PAGE, BLOB))
    with Ledger(place.ledger) as ledger:
        for night in ("n-1", "n-2"):
            ledger.begin_night(night_id=night, study="sag", as_of="2026-11-16")
            ledger.begin_crawl(crawl_id=f"{night}-kilde", night_id=night, source="kilde")
            seen = "ok" if night == "n-1" else "unchanged"
            _fetch(
                ledger, night, "http://a.example/", outcome=seen, evidence_id=page, media_type="text/html", bytes=None
            )
            _fetch(ledger, night, "http://a.example/fejl", outcome="http_5xx")
            _fetch(ledger, night, "http://a.example/lukket", outcome="policy_tdm", tdm_verdict="reserved: header")
        _fetch(ledger, "n-2", "http://a.example/å b", outcome="ok", evidence_id=blob)
    return place


def _records(path: Path) -> list[tuple[str, str, bytes, bool | None]]:
    found = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, check_digests=True):
            data = record.content_stream().read()
            uri = record.rec_headers.get_header("WARC-Target-URI") or ""
            found.append((record.rec_type, uri, data, record.digest_checker.passed))
    return found


def test_every_answer_is_one_record_and_its_bytes_come_back(place: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "sag.warc.gz"
    exported = export_warc(place.root, out, study="sag", software="Overblik")
    records = _records(out)
    assert [(kind, uri) for kind, uri, _, _ in records] == [
        ("warcinfo", ""),
        ("resource", "http://a.example/"),
        ("metadata", "http://a.example/lukket"),
        ("revisit", "http://a.example/"),
        ("metadata", "http://a.example/lukket"),
        ("resource", "http://a.example/%C3%A5%20b"),
    ]
    assert [data for kind, _, data, _ in records if kind == "resource"] == [PAGE, BLOB]
    assert all(passed is not False for *_, passed in records)
    assert all(passed for kind, *_, passed in records if kind == "resource")
    assert (exported.resources, exported.revisits, exported.reserved, exported.lost) == (2, 1, 2, ())
    assert exported.bytes == out.stat().st_size


def test_a_reserved_page_is_a_verdict_without_a_text(place: Workspace, tmp_path: Path) -> None:
    out = tmp_path / "sag.warc.gz"
    export_warc(place.root, out, study="sag", software="Overblik")
    said = {data for kind, _, data, _ in _records(out) if kind == "metadata"}
    assert said == {b"outcome: policy_tdm\r\ntdm_verdict: reserved: header\r\n"}


def test_since_a_night_the_bytes_come_along_although_an_earlier_night_received_them(
    place: Workspace, tmp_path: Path
) -> None:
    out = tmp_path / "nyt.warc.gz"
    exported = export_warc(place.root, out, study="sag", software="Overblik", since="n-2")
    assert (exported.resources, exported.revisits) == (2, 0)
    assert (("resource", "http://a.example/", PAGE, True)) in _records(out)


def test_the_same_archive_gives_the_same_file(place: Workspace, tmp_path: Path) -> None:
    files = [tmp_path / folder / "sag.warc.gz" for folder in ("en", "to")]
    for file in files:
        file.parent.mkdir()
        export_warc(place.root, file, study="sag", software="Overblik")
    assert files[0].read_bytes() == files[1].read_bytes()


def test_what_the_archive_lost_is_named_and_nothing_stands_in_for_it(place: Workspace, tmp_path: Path) -> None:
    archive = Archive(place.evidence)
    page, blob = (archive.keep(data) for data in (PAGE, BLOB))
    archive.places(page)[0].unlink()
    packed = archive.places(blob)[0]
    packed.write_bytes(packed.read_bytes()[:-7])
    exported = export_warc(place.root, tmp_path / "sag.warc.gz", study="sag", software="Overblik")
    assert exported.lost == tuple(sorted((page, blob)))
    assert {kind for kind, *_ in _records(tmp_path / "sag.warc.gz")} == {"warcinfo", "metadata"}


def test_a_night_that_never_was_is_refused_and_leaves_no_file(place: Workspace, tmp_path: Path) -> None:
    with pytest.raises(RefusedError, match="no night 'n-9'"):
        export_warc(place.root, tmp_path / "x.warc.gz", study="sag", software="Overblik", since="n-9")
    assert [path.name for path in tmp_path.iterdir()] == ["sag"]


def test_an_empty_archive_is_a_file_that_opens(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "tom").make()
    Ledger(place.ledger).close()
    export_warc(place.root, tmp_path / "tom.warc.gz", study="tom", software="Overblik")
    with (tmp_path / "tom.warc.gz").open("rb") as file:
        kinds = [record.rec_type for record in ArchiveIterator(BytesIO(file.read()))]
    assert kinds == ["warcinfo"]

"""Who was taken out of a study stays out, whatever its sources hand out in the nights after."""

import io
import tarfile
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from pypdf import PdfWriter

from pipelines import stages
from pipelines.keeping_out import mask_new
from pipelines.masking import without
from pipelines.night import NightRefusedError, begin, close, the_only_one
from pipelines.purging import purge
from pipelines.restoring import _take
from pipelines.study import read as read_study
from tests.pipelines.small_study import write_papers, write_study
from tests.spiders.pdf_builder import pdf
from warehouse import forgetting
from warehouse.archive import Archive
from warehouse.ledger import Ending, Ledger
from warehouse.settings import Settings, Workspace, workspace
from warehouse.tombstone import Tombstones

PERSON = "Kirstine Ørnhøj Damsgaard"
ABOUT = " om kommunens nye strategi for data og kunstig intelligens i de kommende år, som borgerne venter på.\n"


class World:
    """A small study whose source is a folder, collected and read night after night."""

    def __init__(self, folder: Path) -> None:
        self.papers = write_papers(folder, count=1)
        self._study = str(write_study(folder))
        self._settings = Settings(home=folder / "home", workers=1)
        self.place: Workspace = workspace(self._settings, "small")
        self._day = 16

    def night(self) -> str:
        """Collect and read; returns what the two say."""
        self._day += 1
        with the_only_one(self.place):
            night = begin(read_study(self._study), self._settings, as_of=date(2026, 11, self._day))
            said = f"{stages.collect(night)}; {stages.read(night)}"
            close(night, outcome="published")
        return said

    def says(self, word: str) -> list[str]:
        """Where a word stands in what is kept: records that count, evidence, ledger."""
        archive = Archive(self.place.evidence)
        with Ledger(self.place.ledger) as ledger:
            found = ["ledger"] if word in "\n".join(forgetting.words(ledger)) else []
            held = [row[0] for row in ledger.rows("select evidence_id from evidence")]
        found += [one for one in held if word.encode() in archive.read(one)]
        return found + [
            str(path) for path in self.place.records.glob("*/*.parquet") if word in str(pq.read_table(path).to_pylist())
        ]

    def evidence(self) -> set[str]:
        """The addresses of all evidence, without the folder's."""
        with Ledger(self.place.ledger) as ledger:
            return {str(row["url"]).rpartition("/")[2] for row in ledger.rows("select url from evidence")}


@pytest.fixture
def world(tmp_path: Path) -> World:
    return World(tmp_path)


def page(world: World, name: str, said: str) -> None:
    text = (world.papers / "strategi-0.html").read_text(encoding="utf-8")
    whole = text.replace("</main>", f"<p>Spørg {said}{ABOUT}</p></main>")
    (world.papers / name).write_text(whole, encoding="utf-8")


def packed_pdf(said: str) -> bytes:
    """A PDF whose bytes do not show what it says, as those of most publishers."""
    writer = PdfWriter(clone_from=io.BytesIO(pdf([said])))
    for one in writer.pages:
        one.compress_content_streams()
    packed = io.BytesIO()
    writer.write(packed)
    return packed.getvalue()


def test_a_removed_document_stays_out_although_its_publisher_goes_on_handing_it_out(world: World) -> None:
    (world.papers / "a.pdf").write_bytes(packed_pdf(f"Spørg {PERSON}{ABOUT}" * 4))
    world.night()
    assert world.says("Damsgaard")
    (world.papers / "b.pdf").write_bytes(pdf([f"Spørg {PERSON}{ABOUT}" * 3]))
    world.night()
    assert purge(world.place, [PERSON]).removed == 2
    files = len(list(world.place.evidence.glob("??/*")))
    assert "3 unchanged" in world.night()
    assert world.evidence() == {"strategi-0.html"}
    assert world.says("Damsgaard") == []
    assert len(list(world.place.evidence.glob("??/*"))) == files


def test_new_evidence_is_masked_before_it_is_read_and_goes_where_it_cannot_be(world: World) -> None:
    world.night()
    purge(world.place, [PERSON])
    page(world, "dressed.html", "Kirstine <b>Ørn&shy;høj</b>&nbsp;Damsgaard")
    (world.papers / "new.pdf").write_bytes(packed_pdf(f"Spørg {PERSON}{ABOUT}" * 4))
    with tarfile.open(world.papers / "pakke.tar.gz", "w:gz") as package:
        for name in ("dressed.html", "new.pdf", "strategi-0.html"):
            package.add(world.papers / name, name)
    world.night()
    assert world.evidence() == {"strategi-0.html", "dressed.html", "pakke.tar.gz"}
    assert world.says("Damsgaard") == []
    with Ledger(world.place.ledger) as ledger:
        read = ledger.rows("select part, outcome from reading where part <> '' order by part")
    assert [tuple(row) for row in read] == [
        ("dressed.html", "read"),
        ("new.pdf", "quarantined"),
        ("strategi-0.html", "read"),
    ]
    assert "4 unchanged" in world.night()


def test_an_address_that_names_somebody_is_masked_wherever_it_is_written_down(world: World) -> None:
    world.night()
    purge(world.place, [PERSON])
    page(world, "kirstine-ørnhøj-damsgaard.html", "kommunen")
    world.night()
    assert world.says("damsgaard") == []
    assert "xxxxxxxx-xxxxxxxxxxxxxxxx-xxxxxxxxx.html" in world.evidence()


def test_a_night_that_died_before_it_removed_what_names_somebody_is_ended_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    world.night()
    purge(world.place, [PERSON])
    (world.papers / "new.pdf").write_bytes(packed_pdf(f"Spørg {PERSON}{ABOUT}" * 4))
    with monkeypatch.context() as dying:
        dying.setattr("pipelines.keeping_out.remove_named", lambda *_: 0)
        world.night()
    assert world.evidence() == {"strategi-0.html", "new.pdf"}
    assert world.says("Damsgaard") == []
    world.night()
    assert world.evidence() == {"strategi-0.html"}


def test_a_damaged_piece_or_a_stray_file_keeps_nothing_else_from_being_cleaned(world: World) -> None:
    for number in range(3):
        page = (world.papers / "strategi-0.html").read_text(encoding="utf-8")
        told = page.replace("</main>", f"<p>{PERSON} nr. {number}</p></main>")
        (world.papers / f"om-{number}.html").write_text(told, encoding="utf-8")
    world.night()
    stray = world.place.evidence / "aa" / "note.txt"
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("somebody's note", encoding="utf-8")
    damaged = max(world.place.evidence.glob("??/*.zst"))
    damaged.write_bytes(damaged.read_bytes()[:50])
    with pytest.raises(NightRefusedError, match="1 pieces of evidence are damaged and were not looked into") as refused:
        purge(world.place, [PERSON])
    assert str(damaged) in str(refused.value)
    damaged.unlink()
    with Ledger(world.place.ledger) as ledger:
        ledger.rows("delete from evidence where evidence_id = ?", (damaged.name.removesuffix(".zst"),))
    assert world.says(PERSON) == []
    assert purge(world.place, [PERSON]).damaged == []


def test_an_answer_that_only_steers_a_crawl_is_masked_once_it_has_come(tmp_path: Path) -> None:
    place = Workspace(tmp_path / "s").make()
    with Ledger(place.ledger) as ledger:
        purge(place, [PERSON])
        ledger.begin_crawl(crawl_id="c", night_id="n", source="s")
        fetch = ledger.plan(crawl_id="c", source="s", request_key="page 1", url="https://api.example/1")
        assert fetch is not None
        evidence_id = Archive(place.evidence).keep(f'{{"hits": ["{PERSON}", "Fjordby Kommune"]}}'.encode())
        ledger.end(fetch, Ending(outcome="ok", evidence_id=evidence_id))
        assert (mask_new(place, ledger), mask_new(place, ledger)) == (1, 0)
        (row,) = ledger.rows("select evidence_id from fetch")
    assert b"Fjordby Kommune" in Archive(place.evidence).read(row["evidence_id"])
    assert b"Damsgaard" not in Archive(place.evidence).read(row["evidence_id"])
    assert not Archive(place.evidence).holds(evidence_id)


def test_who_was_taken_out_stays_out_on_a_machine_that_is_restored(tmp_path: Path) -> None:
    backup, place = Workspace(tmp_path / "backup").make(), Workspace(tmp_path / "new").make()
    Ledger(backup.ledger).close()
    purge(backup, [PERSON])
    _take(backup, place, "20261117-1", backup.ledger)
    assert Tombstones(place.root).names(PERSON)
    assert (place.root / "tombstones.json").stat().st_mode & 0o077 == 0


def test_of_what_is_no_package_nothing_is_left_without_a_member() -> None:
    assert without(b"%PDF-1.7", {""}) is None
    assert without(b"\x1f\x8b damaged", {"a.pdf"}) is None

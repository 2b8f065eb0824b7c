"""The whole way, offline: two nights on the invented world, by the code that asks real sources."""

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

import pytest
import zstandard

from dashboards.reasons import say_reason
from pipelines import stages
from pipelines.looking import attached_name, edition_as_of
from pipelines.night import Night, NightRefusedError, add_up, begin, close
from pipelines.rehearsing import staged
from pipelines.running import NightResult, run_night
from pipelines.signals import signals
from pipelines.study import read
from pipelines.truths import Witness, check_truths
from pipelines.verifying import check_edition, claims_hold, documents_hold, evidence_holds, files_hold
from spiders.rehearsal.world import build_world
from tests.dashboards.wording import faults_of, names_in
from tests.dashboards.world_marts import columns_of
from tests.test_docs import recipes
from warehouse.database import Building
from warehouse.edition import Edition, QueryRefusedError, all_editions, run_sql
from warehouse.ledger import Ledger
from warehouse.settings import Settings, Workspace, workspace


@dataclass(frozen=True)
class Rehearsed:
    """What two nights left behind, and how each ended; `again` is a third run with nothing new."""

    settings: Settings
    place: Workspace
    nights: tuple[NightResult, ...]
    again: NightResult

    def ledger(self) -> Ledger:
        return Ledger(self.place.ledger)


def night_of(settings: Settings, day: date) -> NightResult:
    with staged("demo", settings, day) as stage:
        return run_night("demo", settings=stage.settings, as_of=day, orchestrated=False)


@pytest.fixture(scope="module")
def rehearsed(tmp_path_factory: pytest.TempPathFactory, trained_models: Path) -> Rehearsed:
    settings = Settings(home=tmp_path_factory.mktemp("home"), models=trained_models)
    days = build_world(seed=7).nights
    nights = tuple(night_of(settings, day) for day in days)
    again = night_of(settings, days[-1])
    return Rehearsed(settings, workspace(settings, "demo"), nights, again)


def test_both_nights_are_published_and_kept(rehearsed: Rehearsed) -> None:
    assert [night.outcome for night in rehearsed.nights] == ["published", "published"]
    assert all_editions(rehearsed.place) == [night.night_id for night in rehearsed.nights]
    assert rehearsed.place.current.resolve().name == rehearsed.nights[-1].night_id


def test_every_planted_truth_is_found(rehearsed: Rehearsed) -> None:
    with Edition(rehearsed.place.current) as edition, rehearsed.ledger() as ledger:
        checked = check_truths(Witness(edition, ledger, rehearsed.place), build_world(seed=7).truths)
    missed = [f"{one.sentence} planted {one.planted}, found {one.found}" for one in checked if not one.holds]
    assert missed == []
    assert len(checked) >= 70


def test_a_run_without_news_reads_nothing_classifies_nothing_and_publishes_nothing(rehearsed: Rehearsed) -> None:
    said = {name: note for name, _, note in rehearsed.again.stages}
    assert rehearsed.again.outcome == "unchanged"
    assert said["read"].startswith("0 pieces of evidence, 0 parts")
    assert {said[name] for name in ("load", "resolve", "enrich", "build", "publish")} == {stages.NOTHING_NEW}
    assert " 0 new" in said["collect"]


def test_every_planned_request_has_one_end_and_all_evidence_is_read_or_quarantined(rehearsed: Rehearsed) -> None:
    with rehearsed.ledger() as ledger:
        unended = ledger.rows("select count(*) as n from fetch where outcome is null")[0]["n"]
        unread = ledger.rows(
            "select count(*) as n from evidence e where not exists "
            "(select 1 from reading r where r.evidence_id = e.evidence_id)"
        )[0]["n"]
    assert (unended, unread) == (0, 0)
    with Edition(rehearsed.place.current) as edition:
        rows = edition.query("select request_difference, reading_difference from mart.source_coverage")
    assert {tuple(row.values()) for row in rows} == {(0, 0)}


def test_the_manifest_names_every_file_by_its_digest(rehearsed: Rehearsed) -> None:
    edition = rehearsed.place.current.resolve()
    manifest = json.loads((edition / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["difference"] == 0
    for name in ("overblik.duckdb", "site/index.html", "site/market.html"):
        assert manifest["files"][name]["sha256"] == hashlib.sha256((edition / name).read_bytes()).hexdigest()
    on_disk = {path.relative_to(edition).as_posix() for path in edition.rglob("*") if path.is_file()}
    assert on_disk == {*manifest["files"], "manifest.json"}


def test_documents_exports_and_digest_are_published_and_every_claim_holds(rehearsed: Rehearsed) -> None:
    folder = rehearsed.place.current.resolve()
    names = {path.name for path in (folder / "report").iterdir()}
    assert {"board.da.pdf", "board.en.docx", "trends.da.pptx", "trends.en.md", "lists.da.xlsx", "claims.json"} <= names
    index = json.loads((folder / "exports" / "index.json").read_text(encoding="utf-8"))
    assert {entry["format"] for entry in index["files"]} >= {"csv", "parquet", "ocds"}
    with Edition(folder) as edition:
        held = documents_hold(edition)
        found = signals(edition)
    assert held.complaints == ()
    assert held.count > 300
    assert len({signal.key for signal in found}) == len(found)
    told = [
        json.loads((place / "digest" / "digest.json").read_text(encoding="utf-8")) for place in editions_of(rehearsed)
    ]
    assert all(digest["items"] > 0 for digest in told)
    assert set(told[0]["told"]) <= set(told[1]["told"])


def editions_of(rehearsed: Rehearsed) -> list[Path]:
    return [rehearsed.place.editions / name for name in all_editions(rehearsed.place)]


def test_the_site_is_light_lacks_no_mart_and_its_invented_twin_has_the_same_columns(rehearsed: Rehearsed) -> None:
    edition = Edition(rehearsed.place.current)
    check_site(edition, rehearsed.place.current / "site")


MOST_SITE_BYTES = 15_000_000


def check_site(edition: Edition, site: Path) -> None:
    """A site's size, that no analysis is missing, and that the dashboards' own tests draw the marts as they are."""
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) <= MOST_SITE_BYTES
    assert len(list(site.glob("questions/*.html"))) == 10
    lacking = [
        path.name for path in site.glob("*.html") if "udgaven har ikke mart." in path.read_text(encoding="utf-8")
    ]
    assert lacking == []
    for mart, columns in columns_of().items():
        held = {row["column_name"] for row in edition.query(f"describe mart.{mart}")}
        assert {name for name, _ in columns} <= held, mart


def test_every_page_speaks_its_own_language_in_words(rehearsed: Rehearsed) -> None:
    with Edition(rehearsed.place.current) as edition:
        shown = faults_of(rehearsed.place.current / "site", names_in(edition))
        reasons = [
            str(row["reason"])
            for mart, column in said_in(edition)
            for row in edition.query(f"select distinct {column} as reason from {mart} where {column} is not null")
        ]
    # What a technology is called in texts is the texts' own: "apache 2.0" is a licence, not a number.
    assert {text for place, text in shown if "technologies/open-source" not in place} == set()
    assert [one for one in reasons if one not in ("region", "state") and say_reason(one).da == say_reason(one).en] == []


def said_in(edition: Edition) -> list[tuple[str, str]]:
    """The columns in which marts give reasons in English, which pages say in Danish too."""
    rows = edition.query(
        """select 'mart.' || table_name as mart, column_name from information_schema.columns
        where table_schema = 'mart' and table_name not in ('quarantine', 'amendment')
            and (column_name in ('reason', 'risk', 'said', 'test', 'peer_group', 'class_reason')
                or column_name like '%\\_reason' escape '\\')
            and column_name not in ('no_award_reason')"""
    )
    return [(str(row["mart"]), str(row["column_name"])) for row in rows]


def test_an_altered_sentence_of_a_document_is_caught(rehearsed: Rehearsed) -> None:
    folder = rehearsed.place.current.resolve()
    ledger = folder / "report" / "claims.json"
    held = ledger.read_bytes()
    changed = json.loads(held)
    sentence = next(one for one in changed["sentences"] if one["slots"])
    sentence["printed"]["da"] += " Og mere til."
    try:
        ledger.write_text(json.dumps(changed), encoding="utf-8")
        with Edition(folder) as edition:
            assert len(documents_hold(edition).complaints) == 1
            assert [path for path in files_hold(edition).complaints if "claims.json" in path]
    finally:
        ledger.write_bytes(held)


def test_every_query_of_the_cookbook_runs(rehearsed: Rehearsed) -> None:
    with Edition(rehearsed.place.current) as edition:
        there = set(edition.tables())
        for recipe in recipes():
            assert f"mart.{recipe.mart}" in there
            assert run_sql(edition, recipe.sql).columns


def test_a_kept_edition_is_asked_by_its_day_and_several_in_one_question(rehearsed: Rehearsed) -> None:
    first, last = all_editions(rehearsed.place)
    days = build_world(seed=7).nights
    assert edition_as_of(rehearsed.place, days[0]) == first
    assert edition_as_of(rehearsed.place, days[-1] + timedelta(days=3)) == last
    with pytest.raises(NightRefusedError, match="No kept edition is as old as 2001-01-01"):
        edition_as_of(rehearsed.place, date(2001, 1, 1))
    beside = {attached_name(name): rehearsed.place.editions / name for name in (first, last)}
    with Edition(rehearsed.place.editions / last, beside=beside) as together:
        rows = together.query(
            f"select (select count(*) from {attached_name(first)}.mart.notice) as before, "
            f"(select count(*) from {attached_name(last)}.mart.notice) as now"
        )
        with pytest.raises(QueryRefusedError, match="closed"):
            together.query("select * from read_csv('/etc/passwd')")
    assert rows[0]["before"] < rows[0]["now"]


def test_building_again_from_the_same_records_gives_the_same_tables(rehearsed: Rehearsed) -> None:
    last = rehearsed.nights[-1]
    night = Night(
        read("demo"), rehearsed.settings, rehearsed.place, last.night_id, build_world(seed=7).nights[-1], False
    )
    manifest = json.loads((rehearsed.place.editions / last.night_id / "manifest.json").read_text(encoding="utf-8"))
    (rehearsed.place.current).rename(rehearsed.place.root / "aside")
    try:
        for name in ("load", "resolve", "enrich", "build"):
            next(stage for stage in stages.STAGES if stage.name == name).run(night)
    finally:
        (rehearsed.place.root / "aside").rename(rehearsed.place.current)
    from warehouse.model import table_hash

    with Building(rehearsed.place.building) as building:
        changed = [
            name
            for name, said in manifest["tables"].items()
            if name.startswith("mart.") and table_hash(building, name) != said["hash"]
        ]
    assert set(changed) <= NIGHTLY


# What these tables hold is about the runs themselves: the night's requests, times of reading, and whether a later look
# confirmed a change of a page, which the third run does.
NIGHTLY = {"mart.source_coverage", "mart.quarantine", "mart.page_change"}


def test_half_a_crawl_is_never_published(tmp_path: Path, trained_models: Path) -> None:
    settings = Settings(home=tmp_path, models=trained_models, proxy="http://127.0.0.1:9")
    result = run_night("demo", settings=settings, as_of=date(2026, 11, 16), orchestrated=False)
    assert result.outcome == "kept_last_good"
    assert "Half a crawl is never published" in (result.reason or "")
    assert all_editions(workspace(settings, "demo")) == []


def test_a_night_whose_process_died_is_closed_by_the_next(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    file = read("demo")
    dead = begin(file, settings, as_of=date(2026, 11, 16))
    with dead.ledger as ledger:
        ledger.begin_crawl(crawl_id="c1", night_id=dead.night_id, source="vendors")
        ledger.plan(crawl_id="c1", source="vendors", request_key="k", url="http://granit.example/")
    living = begin(file, settings, as_of=date(2026, 11, 16))
    with living.ledger as ledger:
        assert (
            ledger.rows("select outcome from night where night_id = ?", (dead.night_id,))[0]["outcome"] == "abandoned"
        )
        assert ledger.rows("select outcome from fetch")[0]["outcome"] == "cancelled"
    assert (dead.night_id, living.night_id) == ("20261116-1", "20261116-2")
    assert add_up(living).difference == 0
    close(living, outcome="unchanged")


def test_an_edition_holds_and_one_altered_number_file_or_byte_of_evidence_is_caught(rehearsed: Rehearsed) -> None:
    with Edition(rehearsed.place.current) as edition:
        checked = {one.what: one for one in check_edition(edition, rehearsed.place)}
        assert [one.complaints for one in checked.values()] == [()] * 5
        assert checked["claims of the report"].count > 300
        assert checked["quotes"].count > 3000
        evidence_id = str(edition.query("select evidence_id from mart.document order by 1 limit 1")[0]["evidence_id"])

        claims = edition.folder / "site" / "claims.json"
        with altered(claims, claims.read_bytes().replace(b'"value": 2', b'"value": 3', 1)):
            assert len(claims_hold(edition).complaints) == 1
            assert files_hold(edition).complaints == ("The file site/claims.json is not what the manifest says.",)

        packed = rehearsed.place.evidence / evidence_id[:2] / f"{evidence_id}.zst"
        other = zstandard.compress(zstandard.decompress(packed.read_bytes()).replace(b"a", b"b", 1))
        with altered(packed, other):
            (complaint,) = evidence_holds(edition, rehearsed.place).complaints
            assert complaint.startswith(f"The bytes of {evidence_id} no longer give their name: bring {packed} back")


@contextmanager
def altered(path: Path, data: bytes) -> Iterator[None]:
    """A file with other bytes, for a while."""
    kept = path.read_bytes()
    assert data != kept
    path.write_bytes(data)
    try:
        yield
    finally:
        path.write_bytes(kept)

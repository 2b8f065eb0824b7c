"""A crawl in its own process: whatever becomes of the process, the crawl has an end and so has each of its requests."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from pathlib import Path

import pytest
from pydantic import BaseModel, ValidationError

from spiders import crawling
from spiders.crawling import CrawlResult, collect
from spiders.site import SitesOptions
from spiders.source import Limits, Source, SourceSpec, sources
from spiders.sources.folder import FolderOptions
from tests.spiders.faults import FaultServer
from warehouse.ledger import Ledger
from warehouse.settings import Settings


def _site_spec(host: str, name: str = "sider", pages: int = 1) -> SourceSpec:
    start = [f"http://{host}.example/{n}" for n in range(pages)]
    return SourceSpec(
        name=name,
        kind="vendor_sites",
        stream="vendor",
        delay_seconds=0,
        options=SitesOptions.model_validate({"sites": [{"start": start, "sitemap": False}]}),
        period_start=date(2026, 1, 1),
    )


def _collect(root: Path, server: FaultServer, spec: SourceSpec, limits: Limits | None = None) -> CrawlResult:
    return collect(
        spec,
        root=root,
        night_id="nat-1",
        as_of=date(2026, 6, 1),
        settings=Settings(proxy=server.proxy_url),
        allow_loopback=True,
        limits=limits,
    )


def test_a_crawl_whose_process_is_killed_is_closed_with_every_request(tmp_path: Path) -> None:
    with FaultServer() as server, ThreadPoolExecutor(1) as threads:
        crawl = threads.submit(_collect, tmp_path, server, _site_spec("silent", pages=3))
        assert server.arrived.wait(60)
        for child in multiprocessing.active_children():
            if child.name == "nat-1-sider-1":
                os.kill(child.pid or 0, signal.SIGKILL)
        result = crawl.result(60)
    assert result.outcome == "failed"
    assert "its process died" in (result.reason or "")
    assert result.by_outcome == {"cancelled": 3}
    with Ledger(tmp_path / "ledger.sqlite") as ledger:
        assert ledger.rows("select outcome from crawl")[0]["outcome"] == "failed"


def test_a_crawl_ends_when_the_night_that_started_it_is_killed(tmp_path: Path) -> None:
    night = (
        "import sys\nfrom pathlib import Path\nfrom tests.spiders.test_crawling import _collect, _site_spec\n"
        "class Server:\n    proxy_url = sys.argv[2]\n"
        "if __name__ == '__main__':\n    _collect(Path(sys.argv[1]), Server(), _site_spec('drips'))\n"
    )
    with FaultServer() as server:
        process = subprocess.Popen(
            [sys.executable, "-c", night, str(tmp_path), server.proxy_url], stdout=subprocess.DEVNULL
        )
        try:
            assert server.arrived.wait(60)
        finally:
            process.kill()
            process.wait()
        assert server.hung_up.wait(30), "the crawl goes on without the night"


def test_a_crawl_that_takes_too_long_is_ended_by_itself(tmp_path: Path) -> None:
    with FaultServer() as server:
        result = _collect(tmp_path, server, _site_spec("silent"), Limits(crawl_seconds=1, timeout_seconds=3, tries=1))
    assert result.outcome == "failed"
    assert result.planned == sum(result.by_outcome.values()) == 1


def test_several_sources_are_collected_side_by_side(tmp_path: Path) -> None:
    with FaultServer() as server, ThreadPoolExecutor(4) as threads:
        specs = [_site_spec("ok", name=f"sider-{n}", pages=3) for n in range(4)]
        results = list(threads.map(lambda spec: _collect(tmp_path, server, spec), specs))
    assert [(result.source, result.outcome, result.by_outcome) for result in results] == [
        (f"sider-{n}", "finished", {"ok": 3}) for n in range(4)
    ]
    # The same page under twelve addresses is one piece of evidence.
    assert sum(result.new_evidence for result in results) == 1


def test_the_same_source_twice_in_a_night_is_two_crawls(tmp_path: Path) -> None:
    with FaultServer() as server:
        ids = [_collect(tmp_path, server, _site_spec("ok")).crawl_id for _ in range(2)]
    assert ids == ["nat-1-sider-1", "nat-1-sider-2"]


def test_a_broken_source_is_a_failed_crawl_with_one_sentence(tmp_path: Path) -> None:
    spec = SourceSpec(
        name="filer",
        kind="folder",
        stream="vendor",
        delay_seconds=0,
        options=FolderOptions(path=tmp_path / "data"),
        period_start=date(2026, 1, 1),
    )
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "a.xml").write_text("<a/>")
    (tmp_path / "arbejde").mkdir()
    (tmp_path / "arbejde" / "evidence").write_text("a file where the archive should be")
    result = collect(spec, root=tmp_path / "arbejde", night_id="n", as_of=date(2026, 6, 1), settings=Settings())
    assert result.outcome == "failed"
    assert "\n" not in (result.reason or "\n")


def test_an_impolite_or_unknown_source_is_refused_before_anything_is_asked(tmp_path: Path) -> None:
    polite = _site_spec("ok")
    for wrong, sentence in (
        ({"kind": "ukendt"}, "no kind of source"),
        ({"options": FolderOptions(path=tmp_path)}, "not options of the kind"),
        ({"delay_seconds": 0.5}, "at most once a second"),
    ):
        fields = {name: getattr(polite, name) for name in polite.__dataclass_fields__} | wrong
        with pytest.raises(ValueError, match=sentence):
            collect(SourceSpec(**fields), root=tmp_path, night_id="n", as_of=date(2026, 6, 1), settings=Settings())
    assert not (tmp_path / "ledger.sqlite").exists()


def test_a_publisher_with_opening_hours_is_left_in_peace_outside_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nothing(BaseModel):
        pass

    never = (time(0, 0), time(0, 0))
    sleepy = Source(
        kind="sleepy",
        title="t",
        publisher="p",
        licence="l",
        terms="t",
        politeness="p",
        options=Nothing,
        crawl=lambda crawl: None,
        opening_hours=never,
    )
    monkeypatch.setattr(crawling, "sources", lambda: {"sleepy": sleepy})
    spec = SourceSpec(name="s", kind="sleepy", stream="vendor", options=Nothing(), period_start=date(2026, 1, 1))
    result = collect(spec, root=tmp_path, night_id="n", as_of=date(2026, 6, 1), settings=Settings())
    assert (result.outcome, result.planned) == ("postponed", 0)
    assert result.reason == "postponed: the publisher asks to be visited between 00:00 and 00:00 only"


@pytest.mark.parametrize(
    ("at", "seconds"), [("03:00", 3 * 3600.0), ("22:45", 3600.0), ("23:44", 60.0), ("02:59", None), ("23:46", None)]
)
def test_a_crawl_ends_before_the_publisher_closes(
    at: str, seconds: float | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = sources()["retsinformation"].opening_hours
    monkeypatch.setattr(crawling, "now", lambda: datetime.fromisoformat(f"2026-01-15T{at}+01:00"))
    if seconds is None:
        assert "between 03:00 and 23:45" in (crawling._closed(hours) or "")
    else:
        assert crawling._closed(hours) is None
        assert crawling._until_closing(Limits(), hours).crawl_seconds == seconds


def test_the_crawl_of_a_publisher_with_opening_hours_is_told_when_to_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[float] = []

    def run(job: crawling.Job, log: object) -> tuple[None, list[str]]:
        told.append(job.limits.crawl_seconds)
        return None, []

    monkeypatch.setattr(crawling, "_run", run)
    monkeypatch.setattr(crawling, "now", lambda: datetime.fromisoformat("2026-01-15T23:44:00+01:00"))
    source = sources()["retsinformation"]
    spec = SourceSpec(
        name="laws",
        kind="retsinformation",
        stream="policy",
        delay_seconds=10,
        options=source.options.model_validate({"terms": ["digital"]}),
        period_start=date(2026, 1, 1),
    )
    collect(spec, root=tmp_path, night_id="n", as_of=date(2026, 1, 15), settings=Settings())
    assert told == [60.0]


@pytest.mark.parametrize("kind", sources())
def test_every_source_states_what_a_reader_of_its_numbers_must_know(kind: str) -> None:
    source = sources()[kind]
    for said in (source.title, source.publisher, source.licence, source.terms, source.politeness):
        assert len(said) > 10
    assert all(
        one.description or name in {"sites", "page_size", "max_files"}
        for name, one in source.options.model_fields.items()
    )


@pytest.mark.parametrize("kind", sources())
def test_every_source_refuses_an_option_that_it_does_not_know(kind: str) -> None:
    with pytest.raises(ValidationError, match=r"not_an_option"):
        sources()[kind].options.model_validate({"not_an_option": 1})


def test_importing_the_crawling_module_imports_no_scrapy() -> None:
    said = "import sys, spiders.crawling as c; c.sources(); print([n in sys.modules for n in ('scrapy', 'lxml')])"
    done = subprocess.run([sys.executable, "-c", said], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[False, False]"


def test_getting_ready_early_changes_nothing_but_the_time(tmp_path: Path) -> None:
    crawling.get_ready()
    crawling.get_ready()
    with FaultServer() as server:
        assert _collect(tmp_path, server, _site_spec("ok")).outcome == "finished"


def test_progress_is_told_where_the_night_logs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with FaultServer() as server:
        _collect(tmp_path, server, _site_spec("ok"))
    said = "".join(capsys.readouterr())  # logs go where the process has set them up to go
    assert "crawl starts" in said
    assert "crawl ends" in said
    assert threading.active_count() < 20

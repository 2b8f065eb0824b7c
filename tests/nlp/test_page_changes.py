"""Pairs of captures are looked at once each, with the frame of their own night."""

from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from nlp.enrichment import enrichment_batches
from nlp.page_change import Ignored
from nlp.page_changes import TAGGER, find_page_changes, tagger
from warehouse.database import Building
from warehouse.ledger import Ledger
from warehouse.parquet import read_kind
from warehouse.raw import RAW
from warehouse.records import Document, PageChange, Text, text_digest, to_table
from warehouse.settings import Workspace

FOOT = "Ring til vores kunder"
# document, night, text
CAPTURES = [
    *[(f"side{n}", 1, f"Side {n}\n{FOOT}") for n in range(5)],
    ("side0", 2, "Side 0\nVi indgår et partnerskab med Vestlyn A/S.\nNy bund til jer alle"),
    *[(f"side{n}", 2, f"Side {n}\nNy bund til jer alle") for n in range(1, 5)],
]


def _evidence(document: str, night: int) -> str:
    return text_digest(f"{document} {night}")


def _load(building: Building, captures: list[tuple[str, int, str]]) -> None:
    documents, texts, evidence = [], [], []
    for document, night, text in captures:
        about = {"evidence_id": _evidence(document, night), "part": "", "source": "sider", "reader": "html@1"}
        digest = text_digest(text)
        documents.append(
            Document(
                **about,
                document_id=document,
                url=f"http://a.example/{document}",
                document_kind="html",
                text_digest=digest,
            )
        )
        texts.append(Text(**about, text_digest=digest, owner_kind="document", owner_id=document, text=text))
        evidence.append(
            {
                "evidence_id": about["evidence_id"],
                "source": "sider",
                "bytes": 1,
                "first_seen": datetime(2026, 11, night, tzinfo=UTC),
                "first_night": f"n{night}",
            }
        )
    building.load_table("document", to_table(Document, documents))
    building.load_table("text", to_table(Text, texts))
    building.load_table("evidence", pa.Table.from_pylist(evidence, schema=RAW["evidence"]))


def _found(root: Path) -> list[dict[str, object]]:
    with Ledger(Workspace(root).ledger) as ledger:
        batches = enrichment_batches(ledger, [TAGGER])
    rows: list[dict[str, object]] = read_kind(Workspace(root).records, PageChange, batches).to_pylist()
    return sorted(rows, key=lambda row: (str(row["document_id"]), str(row["to_digest"])))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return Workspace(tmp_path).make().root


def test_each_pair_is_looked_at_once_and_the_sites_frame_is_no_news(root: Path) -> None:
    with Building(root / "b.duckdb") as building:
        _load(building, CAPTURES)
        first = find_page_changes(building=building, root=root)
        again = find_page_changes(building=building, root=root)
    assert (first.pairs, first.changes) == (5, 1)
    assert (again.pairs, again.changes) == (0, 0)
    found = _found(root)
    # Of the 20 words of both texts 6 stayed in their order: Side 0 til.
    assert (found[0]["kept_share"], found[0]["extent"]) == (pytest.approx(0.3), "major")
    assert [row["change_type"] for row in found] == ["partner", "none", "none", "none", "none"]
    assert found[0]["after_quote"] == "Vi indgår et partnerskab med Vestlyn A/S."
    assert found[0]["before_quote"] is None


def test_a_night_looked_at_later_is_told_like_one_looked_at_in_time(root: Path, tmp_path: Path) -> None:
    later = [*CAPTURES, *[(f"side{n}", 3, f"Side {n}\nVi indgår et partnerskab med Vestlyn A/S.") for n in range(5)]]
    replayed = Workspace(tmp_path / "igen").make().root
    with Building(root / "b.duckdb") as building:
        for captures in (CAPTURES, later):
            _load(building, captures)
            find_page_changes(building=building, root=root)
    with Building(replayed / "b.duckdb") as building:
        _load(building, later)
        find_page_changes(building=building, root=replayed)
    assert _found(root) == _found(replayed)


def test_without_a_change_no_text_is_read_and_nothing_is_written(root: Path) -> None:
    with Building(root / "b.duckdb") as building:
        _load(building, CAPTURES[:5])
        assert find_page_changes(building=building, root=root).pairs == 0
    assert not list((root / "records").rglob("*.parquet"))


def test_what_a_study_ignores_is_no_news_and_other_rules_look_again(root: Path) -> None:
    rule = Ignored(source="sider", hosts=("a.example",), line="partnerskab med")
    elsewhere = Ignored(source="sider", hosts=("b.example",), change_type="partner")
    by_type = Ignored(source="sider", hosts=("a.example",), path="/side*", change_type="partner")
    with Building(root / "b.duckdb") as building:
        _load(building, CAPTURES)
        told = [
            find_page_changes(building=building, root=root, ignored=rules).changes
            for rules in ((rule,), (elsewhere,), (by_type,), ())
        ]
        again = find_page_changes(building=building, root=root, ignored=(rule,))
    assert told == [0, 1, 0, 1]
    assert again.pairs == 0
    assert len({tagger(rules) for rules in ((), (rule,), (elsewhere,), (rule, elsewhere))}) == 4

"""Which texts new terms are looked for in: dated ones, and of notices none that is yet to come."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from pipelines.night import Night
from pipelines.study import read
from pipelines.trend_tables import load_term_candidates
from tests.pipelines.test_study import GOOD
from tests.warehouse.drawing import table_of
from warehouse.database import Building
from warehouse.raw import RAW
from warehouse.settings import Settings, workspace


def candidates(folder: Path, **drawn: str) -> list[object]:
    """The terms that a night on 23 November 2026 finds in the drawn raw tables."""
    path = folder / "small.toml"
    path.write_text(GOOD, encoding="utf-8")
    settings = Settings(home=folder)
    night = Night(read(str(path)), settings, workspace(settings, "small"), "n1", date(2026, 11, 23))
    with Building(Path(":memory:")) as building:
        for name, text in drawn.items():
            building.load_table(name, table_of(text, RAW[name]))
        load_term_candidates(night, building)
        return [row["term"] for row in building.query("from raw.term_candidate")]


def test_a_notice_that_says_a_day_yet_to_come_makes_no_new_term_old(tmp_path: Path) -> None:
    notices = ["notice_id | publication_date"]
    texts = ["owner_id | text_digest | text"]
    buyers = ["notice_id | role | organisation_key | name"]
    for number in range(8):
        notices += [f"old{number} | {2022 + number % 3}-03-01", f"new{number} | 2026-0{1 + number}-01"]
        texts.append(f"old{number} | o{number} | Kommunen køber et arkivsystem til sine sager.")
        texts.append(f"new{number} | n{number} | Vi afprøver en sværmplatform i år.")
        buyers += [f"{age}{number} | buyer | b{number} | Buyer {number}" for age in ("old", "new")]
    notices.append("slip | 9999-12-31")
    texts.append("slip | s | Kommunen køber et arkivsystem.")
    drawn = {"notice": notices, "text": texts, "organisation": buyers}
    found = candidates(tmp_path, **{name: "\n".join(lines) for name, lines in drawn.items()})
    assert found == ["sværmplatform"]

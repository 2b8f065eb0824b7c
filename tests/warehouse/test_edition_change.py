"""Between two editions every change of a figure is split by cause, and the parts sum to the change."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from tests.warehouse.drawing import STUDY, table_of
from warehouse.database import Building
from warehouse.estimators.attribution import CAUSES, attribute
from warehouse.model import read_model, run_model
from warehouse.raw import RAW

MODELS = (
    "core/study.sql",
    "core/edition_before.sql",
    "core/figure_before.sql",
    "core/basis_before.sql",
    "mart/edition_step.sql",
    "mart/edition_change.py",
)
EDITION = "edition_id | as_of\n n1 | 2026-11-16"
BASIS_HEAD = "basis | unit_id | part_id | slice | year | player_id | day | source | version | amount | weight"


@contextmanager
def compared(basis_before: str, basis: str, figure_before: str, figure: str) -> Iterator[Building]:
    """A building in which two drawn editions are compared."""
    with Building(Path(":memory:")) as building:
        building.load_table("study", table_of(STUDY, RAW["study"]))
        building.load_table("edition_before", table_of(EDITION, RAW["edition_before"]))
        building.load_table("basis_before", _parts(basis_before))
        building.load_table("figure_before", table_of(figure_before, RAW["figure_before"]))
        for name, table in (
            ("figure_basis", _parts(basis)),
            ("headline_figure", table_of(figure, RAW["figure_before"])),
        ):
            building.connection.register("drawn", table)
            building.connection.execute(f"create table mart.{name} as from drawn")
            building.connection.unregister("drawn")
        for path in MODELS:
            run_model(building, read_model(Path("warehouse") / path, parser=building.connection))
        yield building


def _parts(text: str) -> pa.Table:
    return table_of(text, RAW["basis_before"])


def parts(building: Building, figure: str, slice_: str) -> dict[str, float]:
    rows = building.query(f"from mart.edition_change where figure = '{figure}' and slice = '{slice_}' and part <> 0")
    return {str(row["cause"]): round(float(str(row["part"])), 6) for row in rows}


def test_each_cause_gets_its_own_part_of_the_change() -> None:
    before = f"""
        {BASIS_HEAD}
        award | same#1   | '' | it | 2026 |  | 2026-05-01 | ted   | a/ | 100 | 1
        award | fixed#1  | '' | it | 2026 |  | 2026-05-01 | ted   | b/ | 200 | 1
        award | reread#1 | '' | it | 2026 |  | 2026-05-01 | ted   | c/ | 300 | 1
        award | gone#1   | '' | it | 2026 |  | 2026-05-01 | other | d/ | 400 | 1
    """
    now = f"""
        {BASIS_HEAD}
        award | same#1   | '' | it | 2026 |  | 2026-05-01 | ted | a/ | 100  | 1
        award | fixed#1  | '' | it | 2026 |  | 2026-05-01 | ted | B/ | 250  | 1
        award | reread#1 | '' | it | 2026 |  | 2026-05-01 | ted | c/ | 307  | 1
        award | late#1   | '' | it | 2026 |  | 2026-06-01 | ted | e/ | 1000 | 1
        award | new#1    | '' | it | 2026 |  | 2026-11-20 | ted | f/ | 2000 | 1
        award | fixed#2  | '' | it | 2026 |  | 2026-11-20 | ted | B/ | 5    | 1
    """
    figure = "figure | slice | label_en | value | can_tell\n market_value | it/2026 | Value | {} | true"
    with compared(before, now, figure.format(999), figure.format(3662)) as building:
        assert parts(building, "market_value", "it/2026") == {
            "method": 8.0,  # 7 read otherwise, and 1 that the edition before published beside its own rows
            "coverage": 600.0,  # 1000 that we did not hold then, less 400 of a source that left
            "restated_source": 55.0,  # 50 corrected, and 5 that the correction added
            "new_events": 2000.0,
        }
        (row,) = building.query("from mart.edition_change where is_leading")
        assert (row["change"], row["cause"], row["edition_before"], row["edition_id"]) == (
            2663.0,
            "new_events",
            "n1",
            "n2",
        )


def test_a_merger_of_players_changes_shares_and_is_said_to() -> None:
    def basis(player: str) -> str:
        rows = [f"award | {n}#1 | '' | it | 2026 | | 2026-05-01 | ted | v{n}/ | 0 | 1" for n in range(4)]
        rows += [
            f"award | {n}#1 | o{n} | it | 2026 | {who} | 2026-05-01 | ted | v{n}/ | 0 | 1"
            for n, who in enumerate(["big", "big", player, "small"])
        ]
        return "\n".join([BASIS_HEAD, *rows])

    figure = "figure | slice | label_en | value | can_tell\n supplier_share | it/big | Share | {} | true"
    with compared(basis("other"), basis("big"), figure.format(0.5), figure.format(0.75)) as building:
        assert parts(building, "supplier_share", "it/big") == {"entity_merge": 0.25}


def test_a_theme_that_a_new_word_list_finds_in_old_documents_is_method() -> None:
    held = [f"policy | d{n} | '' | '' | '' | p{n} | 2025-05-01 | sites | t{n} | 1 | 1" for n in range(4)]
    named = [f"policy | d{n} | data | data | '' | p{n} | 2025-05-01 | sites | t{n} | 1 | 1" for n in range(3)]
    figure = "figure | slice | label_en | value | can_tell\n theme_share | data | Share | {} | true"
    with compared(
        "\n".join([BASIS_HEAD, *held, *named[:1]]),
        "\n".join([BASIS_HEAD, *held, *named]),
        figure.format(0.25),
        figure.format(0.75),
    ) as building:
        assert parts(building, "theme_share", "data") == {"method": 0.5}


def test_a_verdict_goes_to_the_cause_that_moved_its_documents() -> None:
    old = [f"technology | notice:{n} | '' | award | '' | | 2025-05-01 | ted | t{n} | 1 | 1" for n in range(3)]
    new = [f"technology | notice:n{n} | '' | award | '' | | 2026-11-18 | ted | n{n} | 1 | 1" for n in range(2)]
    named = [f"technology | notice:n{n} | ai | ai/award | '' | | 2026-11-18 | ted | n{n} | 1 | 1" for n in range(2)]
    figure = "figure | slice | label_en | word | can_tell\n technology_verdict | ai/award | Direction | {} | true"
    with compared(
        "\n".join([BASIS_HEAD, *old]),
        "\n".join([BASIS_HEAD, *old, *new, *named]),
        figure.format("no_sure_change"),
        figure.format("rising"),
    ) as building:
        (row,) = building.query("from mart.edition_change where is_leading")
        assert (row["cause"], row["part"], row["word_before"], row["word_after"]) == (
            "new_events",
            2.0,
            "no_sure_change",
            "rising",
        )


def test_a_figure_that_could_not_be_told_has_no_parts_but_a_reason() -> None:
    row = f"{BASIS_HEAD}\n award | a#1 | o1 | it | 2026 | p | 2026-05-01 | ted | a/ | 0 | 1"
    unit = row + "\n award | a#1 | '' | it | 2026 | | 2026-05-01 | ted | a/ | 0 | 1"
    before = "figure | slice | label_en | value | can_tell\n hhi | it | HHI | | false"
    after = "figure | slice | label_en | value | can_tell\n hhi | it | HHI | 2000 | true"
    with compared(unit, unit, before, after) as building:
        rows = building.query("from mart.edition_change")
        assert len(rows) == len(CAUSES)
        assert {row["can_tell"] for row in rows} == {False}
        assert {row["reason"] for row in rows} == {
            "cannot tell: the figure could not be told in one of the two editions"
        }


@pytest.mark.parametrize("seed", range(5))
def test_the_parts_sum_to_the_change_whatever_happened(seed: int) -> None:
    chance = np.random.default_rng(seed)

    def drawn(edition: int) -> tuple[str, float]:
        rows, total = [], 0.0
        for unit in range(30):
            if chance.random() < 0.3:
                continue
            amount = float(chance.integers(1, 1000))
            total += amount
            day = "2026-11-20" if unit > 25 else "2026-05-01"
            version = f"v{unit}.{edition * chance.integers(0, 2)}/"
            source = chance.choice(["ted", "other"])
            rows.append(f"award | {unit}#1 | '' | it | 2026 | | {day} | {source} | {version} | {amount} | 1")
            player = chance.choice(["a", "b", "c"])
            rows.append(f"award | {unit}#1 | o{unit} | it | 2026 | {player} | {day} | {source} | {version} | 0 | 1")
        return "\n".join([BASIS_HEAD, *rows]), total

    (before, was), (after, now) = drawn(0), drawn(1)
    figure = "figure | slice | label_en | value | can_tell\n market_value | all/2026 | Value | {} | true"
    with compared(before, after, figure.format(was), figure.format(now)) as building:
        (row,) = building.query(
            "select sum(part) as parts, any_value(change) as change, count(*) as n from mart.edition_change"
        )
        assert row["n"] == len(CAUSES)
        assert float(str(row["parts"])) == pytest.approx(float(str(row["change"])), abs=1e-6)


def test_attribution_telescopes_and_gives_what_it_cannot_recompute_to_the_method() -> None:
    found = attribute(10.0, 20.0, [11.0, 12.0, 12.0, 13.0, 13.0, 19.0])
    assert found == {"method": 3.0, "coverage": 0.0, "entity_merge": 1.0, "restated_source": 0.0, "new_events": 6.0}
    assert sum(found.values()) == 10.0
    rounded = attribute(1.0, 2.0000001, [1.0, 1.0, 1.0, 1.0, 1.0, 2.0])
    assert rounded is not None
    assert rounded["method"] == 0.0, "rounding is no change of method"
    assert sum(rounded.values()) == pytest.approx(1.0000001, abs=1e-12)
    assert attribute(1.0, 2.0, [1.0, None, None, None, None, 2.0]) is None


def test_a_figure_that_the_edition_before_did_not_publish_at_all_has_no_change() -> None:
    unit = f"{BASIS_HEAD}\n award | a#1 | '' | it | 2026 | | 2026-05-01 | ted | a/ | 7 | 1"
    before = "figure | slice | label_en | value | can_tell\n market_value | it/2026 | Value | 7 | true"
    after = before + "\n award_count | it/2026 | Awards | 1 | true"
    with compared(unit, unit, before, after) as building:
        assert building.query("from mart.edition_change") == []

"""How long a contract can be extended, as its words say it; and what the lot's latest end makes of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.warehouse.drawing import made
from warehouse.estimators.extension import LONGEST_MONTHS, MOST_EXTENSIONS, read_extension


@pytest.mark.parametrize(
    ("said", "count", "months"),
    [
        ("Option på 3 x 1 år", 3, 36),
        ("Mulighed for forlængelse i 2 x 12 måneder.", 2, 24),
        ("Aftalen kan forlænges to gange tolv måneder.", 2, 24),
        ("Kan forlænges i 1 periode á 12 måneder", 1, 12),
        ("Forlængelse med 12 måneder 3 gange", 3, 36),
        ("Kan forlænges med et år ad gangen, dog højst to gange", 2, 24),
        ("3 förlängningar á 12 månader", 3, 36),
        ("Renewable 3 times for 12 months each.", 3, 36),
        ("Two 12-month extensions are available.", 2, 24),
        ("An option to extend for 1 (one) year + 1 (one) year", 2, 24),
        ("1+1+1 years", 3, 36),
        ("Optional extension of up to thirty six (36) months", None, 36),
        ("Kan forlænges med op til 12 mdr.", None, 12),
        ("An initial period of 3 years with options for a further 2 (two) years", None, 24),
        ("Aftalen kan ikke forlænges.", 0, 0),
        ("12 måneder, derefter 24 måneder", None, None),
        ("Every award is final.", None, None),
        ("Forlængelse i 900 år", None, None),
        (None, None, None),
    ],
)
def test_words_say_how_often_and_how_long(said: str | None, count: int | None, months: float | None) -> None:
    found = read_extension(said)
    assert (found.count, found.months) == (count, months)


def test_the_length_in_all_is_no_length_of_an_extension() -> None:
    found = read_extension("Kan forlænges 2 gange 12 måneder til en samlet maksimal varighed på 48 måneder.")
    assert (found.count, found.months, found.cap_months) == (2, 24, 48)


def test_options_count_only_where_they_speak_of_extending() -> None:
    goods = "Option på levering af 2 x 12 måneders vedligehold. Reservedele i 3 år."
    assert read_extension(goods, any_sentence=False).months is None
    assert read_extension("Ekstra moduler. Kan forlænges 2 x 1 år.", any_sentence=False).months == 24


@given(st.text(max_size=80) | st.from_regex(r"(\d{1,4} ?(x|gange|\+|år|months|option){1,2} ?){1,4}", fullmatch=True))
def test_whatever_is_said_no_extension_is_beyond_belief(said: str) -> None:
    found = read_extension(said)
    assert found.months is None or 0 <= found.months <= LONGEST_MONTHS
    assert found.count is None or 0 <= found.count <= MOST_EXTENSIONS


def test_a_lots_latest_end_follows_numbers_words_options_and_the_length_in_all() -> None:
    notice = """
        notice_id | publication_date
        1-2024    | 2024-03-12
    """
    lot = """
        notice_id | lot_id | start_date | end_date   | renewal_max | renewal_text          | options_text
        1-2024    | L1     | 2024-04-01 | 2026-03-31 | 2           |                       |
        1-2024    | L2     | 2024-04-01 | 2026-03-31 | 2           | 12 måneder hver gang  |
        1-2024    | L3     | 2024-04-01 | 2026-03-31 |             | To gange et år        |
        1-2024    | L4     | 2024-04-01 | 2026-03-31 |             |                       | Kan forlænges 1+1 år
        1-2024    | L5     | 2024-04-01 | 2026-03-31 | 4           | Højst 48 måneder i alt, varighed medregnet |
        1-2024    | L6     | 2024-04-01 | 2026-03-31 | 0           | Kan ikke forlænges    | Ekstra moduler
        1-2024    | L7     | 2024-04-01 | 2026-03-31 |             |                       |
    """
    with made("core.lot", notice=notice, lot=lot) as building:
        rows = building.query("from core.lot order by lot_id")
    assert [(str(row["latest_end_date"])[:4], row["extension_months"], row["extension_basis"]) for row in rows] == [
        ("2030", 48.0, "number alone"),
        ("2028", 24.0, "number and words"),
        ("2028", 24.0, "words"),
        ("2028", 24.0, "options in words"),
        ("2028", 24.0, "number alone"),
        ("2026", 0.0, "number and words"),
        ("2026", None, "none"),
    ]

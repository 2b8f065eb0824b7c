"""The traps of real notices that the warehouse must not fall into, one drawn table each."""

from __future__ import annotations

from typing import Any

from tests.warehouse.drawing import column, made


def ask(target: str, sql: str, **drawn: str) -> list[dict[str, Any]]:
    with made(target, **drawn) as building:
        return building.query(sql)


def test_a_ceiling_repeated_for_every_supplier_is_counted_once_and_credited_to_none() -> None:
    notice = """
        notice_id | publication_date | framework_or_dps
        1-2024    | 2024-03-01       | fa-w-rc
    """
    award = "notice_id | award_id | lot_ids | value | currency\n" + "\n".join(
        f"1-2024 | {number:02} | [L1] | 65000000 | DKK" for number in range(10)
    )
    (row,) = ask(
        "core.award",
        "select count(amount_dkk) as money, sum(ceiling_dkk) as ceiling, count(*) as n from core.award",
        notice=notice,
        award=award,
    )
    assert (row["money"], row["ceiling"], row["n"]) == (0, 65_000_000, 10)


def test_a_purchase_through_a_central_buyer_keeps_the_customers_words_apart_from_the_formal_buyer() -> None:
    notice = """
        notice_id | publication_date | framework_or_dps | framework_max | framework_max_currency
        1-2024    | 2024-03-01       | fa-wo-rc         | 1358000000    | DKK
    """
    award = """
        notice_id | award_id | value   | currency | value_kind_hint | customer_text
        1-2024    | 1        | 5370000 | DKK      | contract        | Tangkær Energi
        1-2024    | 2        | 1370000 | DKK      | contract        | tangkær energi i Nord
        1-2024    | 3        | 2370000 | DKK      | contract        | Tvilling
        1-2024    | 4        | 1180000 | DKK      |                 |
    """
    organisation = """
        notice_id | organisation_key | role  | name             | country
        1-2024    | s                | buyer | Fælles Indkøb    | DK
    """
    customer = """
        player_id | name           | national_id
        energi    | Tangkær Energi | DK:10000009
        one       | Tvilling       | DK:10000017
        two       | Tvilling       | DK:10000025
    """
    rows = ask(
        "mart.award",
        "select value_kind, customer_text, customer_player_id, buyer_name from mart.award order by award_key",
        notice=notice,
        award=award,
        organisation=organisation,
        customer=customer,
    )
    assert [(row["customer_text"], row["customer_player_id"]) for row in rows] == [
        ("Tangkær Energi", "energi"),
        ("tangkær energi i Nord", None),
        ("Tvilling", None),
        (None, None),
    ]
    assert [row["value_kind"] for row in rows] == ["call_off", "call_off", "call_off", "framework_ceiling"]
    assert {row["buyer_name"] for row in rows} == {"Fælles Indkøb"}


def test_what_names_nobody_is_no_supplier() -> None:
    notice = """
        notice_id | publication_date
        1-2022    | 2022-03-01
    """
    names = ["Leverandør ikkje valgt", "TBC X 3", "N/A", "18 firma, se pkt. VI.3", "No award made", "See annex 2"]
    firms = ["Nordlys Systemer A/S", "Seebeck ApS", "Ingeniørfirmaet Nord", "X-Data A/S", "Diversey Danmark ApS"]
    award = "notice_id | award_id | value | currency\n" + "\n".join(
        f"1-2022 | {place} | 12345 | DKK" for place in range(len(names + firms))
    )
    supplier = "notice_id | award_id | organisation_key\n" + "\n".join(
        f"1-2022 | {place} | o{place}" for place in range(len(names + firms))
    )
    organisation = "notice_id | organisation_key | role | name\n" + "\n".join(
        f"1-2022 | o{place} | supplier | {name}" for place, name in enumerate(names + firms)
    )
    rows = ask(
        "mart.award",
        "select supplier_names, value_flag from mart.award order by cast(split_part(award_key, '#', 2) as integer)",
        notice=notice,
        award=award,
        award_supplier=supplier,
        organisation=organisation,
    )
    assert [row["supplier_names"] for row in rows] == [None] * len(names) + firms
    assert {row["value_flag"] for row in rows} == {"symbolic"}


def test_a_firm_whose_name_begins_like_a_word_for_nobody_is_a_supplier() -> None:
    notice = """
        notice_id | publication_date
        1-2025    | 2025-03-01
    """
    organisation = """
        notice_id | organisation_key | role     | name                    | national_id_normalised
        1-2025    | a                | supplier | SE Blue Renewables A/S  |
        1-2025    | b                | supplier | See Tickets             |
        1-2025    | c                | supplier | Voir Media ApS          |
        1-2025    | d                | supplier | TBC Consult             |
        1-2025    | e                | supplier | Se Bilag ApS            |
        1-2025    | f                | supplier | See annex               | DK:10000009
        1-2025    | g                | supplier | -                       | DK:10000017
        1-2025    | h                | supplier | Se vedlagt liste        |
        1-2025    | i                | supplier | Siehe Anlage 2          |
        1-2025    | j                | supplier | Voir ci-dessous         |
        1-2025    | k                | supplier | Kts. liite              |
        1-2025    | l                | supplier | TBC - see VI.3          |
        1-2025    | m                | supplier | See www.egeby.dk/aftale |
    """
    supplier = "notice_id | award_id | organisation_key\n" + "\n".join(f"1-2025 | 1 | {key}" for key in "abcdefghijklm")
    rows = ask(
        "core.award_supplier",
        "select organisation_key from core.award_supplier order by all",
        notice=notice,
        award_supplier=supplier,
        organisation=organisation,
    )
    assert [row["organisation_key"] for row in rows] == ["a", "b", "c", "d", "e", "f", "g"]


def test_parts_of_joint_suppliers_and_joint_buyers_sum_to_one() -> None:
    notice = """
        notice_id | publication_date
        1-2024    | 2024-03-01
    """
    award = """
        notice_id | award_id | value   | currency
        1-2024    | 1        | 1000000 | DKK
    """
    supplier = "notice_id | award_id | organisation_key\n" + "\n".join(f"1-2024 | 1 | s{n}" for n in range(3))
    organisation = "notice_id | organisation_key | role | name\n" + "\n".join(
        f"1-2024 | {role[0]}{n} | {role} | {role} {n}" for role in ("supplier", "buyer") for n in range(3)
    )
    drawn = {"notice": notice, "award": award, "award_supplier": supplier, "organisation": organisation}
    with made("mart.award_supplier", "mart.award_buyer", **drawn) as building:
        for mart in ("award_supplier", "award_buyer"):
            (row,) = building.query(f"select count(*) as n, sum(weight) as whole from mart.{mart}")
            assert (row["n"], round(float(str(row["whole"])), 9)) == (3, 1)


def test_placeholders_and_withheld_values_are_flagged_and_kept_as_published() -> None:
    notice = """
        notice_id | publication_date
        1-2024    | 2024-03-01
    """
    award = """
        notice_id | award_id | value | currency
        1-2024    | 1        | -1    | DKK
        1-2024    | 2        | 0     | DKK
        1-2024    | 3        | 0.01  | DKK
        1-2024    | 4        | 1     | DKK
        1-2024    | 5        | 12345 | DKK
    """
    rows = ask("core.award", "from core.award order by award_key", notice=notice, award=award)
    assert [row["value_flag"] for row in rows] == ["withheld", "symbolic", "symbolic", "symbolic", "symbolic"]
    assert [str(row["amount"]) for row in rows] == ["-1.0000", "0.0000", "0.0100", "1.0000", "12345.0000"]
    assert {row["amount_dkk"] for row in rows} == {row["amount_eur"] for row in rows} == {None}


def test_the_currency_of_the_version_that_counts_is_the_one_that_is_converted() -> None:
    notice = """
        notice_id | notice_uuid | notice_version | publication_date | publication_number | is_change | changed_notice
        1-2019    | aa          | 01             | 2019-03-01       | 1-2019             | false     |
        2-2020    | aa          | 02             | 2020-03-02       | 2-2020             | true      | aa-01
    """
    award = """
        notice_id | award_id | value   | currency
        1-2019    | 1        | 1000000 | GBP
        2-2020    | 1        | 1000000 | EUR
    """
    (row,) = ask("core.award", "from core.award", notice=notice, award=award)
    assert (row["notice_id"], row["currency"], row["amount_eur"]) == ("2-2020", "EUR", 1_000_000)
    assert float(row["amount_dkk"]) == round(1_000_000 * row["rate_eur"], 2)
    assert str(row["rate_date"]) == "2020-03-02"


def test_the_date_that_schemas_demand_where_nobody_knows_one_is_no_award_date() -> None:
    notice = """
        notice_id | publication_date
        1-2024    | 2024-03-01
    """
    award = """
        notice_id | award_id | award_date | contract_date
        1-2024    | 1        | 2000-01-01 | 2000-01-01
        1-2024    | 2        | 2024-02-01 | 2024-02-15
    """
    rows = ask("core.award", "from core.award order by award_key", notice=notice, award=award)
    assert [str(row["award_date"]) for row in rows] == ["None", "2024-02-01"]
    assert [str(row["contract_date"]) for row in rows] == ["None", "2024-02-15"]


def test_a_publication_number_is_found_however_it_is_spelt() -> None:
    notice = """
        notice_id | notice_kind | publication_date | publication_number | previous_notice
        61-2023   | competition | 2023-01-01       | 000061-2023        |
        1-2024    | result      | 2024-03-01       |                    | 61-2023
        2-2024    | result      | 2024-03-01       |                    | 00000061-2023
        3-2024    | result      | 2024-03-01       |                    | 2023/S 236-000061
        4-2024    | result      | 2024-03-01       |                    | 2023/S 236-61
        5-2024    | result      | 2024-03-01       |                    | 62-2023
    """
    rows = ask("core.notice", "from core.notice where notice_kind = 'result' order by notice_id", notice=notice)
    assert [row["previous_notice_id"] for row in rows] == ["61-2023"] * 4 + [None]


def test_two_procedures_under_one_uuid_stay_two_notices() -> None:
    notice = """
        notice_id | notice_uuid | notice_version | publication_date | procedure_id
        1-2024    | aa          | 01             | 2024-03-01       | pp
        2-2024    | aa          | 01             | 2024-04-01       | qq
        3-2024    | aa          | 02             | 2024-05-01       | qq
    """
    with made("core.notice", notice=notice) as building:
        assert column(building, "core.notice", "notice_id", "is_current") == ["1-2024", "3-2024"]


def test_a_correction_has_an_ordinary_form_and_may_name_a_version_that_we_do_not_hold() -> None:
    notice = """
        notice_id | notice_kind | form | notice_uuid | notice_version | publication_date | is_change | changed_notice
        1-2025    | competition | 16   | aa          | 01             | 2025-03-01       | false     |
        2-2025    | competition | 16   | bb          | 01             | 2025-03-09       | true      | aa-02
        3-2025    | result      | 29   | cc          | 01             | 2025-04-09       | false     |
        4-2025    | result      | 29   | dd          | 01             | 2025-05-09       | true      | 00000003-2025
    """
    with made("core.notice", notice=notice) as building:
        assert column(building, "core.notice", "notice_id", "is_current") == ["2-2025", "4-2025"]


def test_the_modification_of_a_contract_does_not_replace_the_notice_of_its_award() -> None:
    notice = """
        notice_id | notice_kind  | publication_date | notice_uuid | notice_version | is_change | modified_notice
        1-2024    | result       | 2024-03-01       | aa          | 01             | false     |
        2-2025    | modification | 2025-03-01       | bb          | 01             | true      | aa-01
    """
    award = """
        notice_id | award_id | value   | currency
        1-2024    | 1        | 2000000 | DKK
        2-2025    | 1        | 2500000 | DKK
    """
    with made("core.award", notice=notice, award=award) as building:
        assert column(building, "core.notice", "is_current") == [True, True]
        (row,) = building.query("from core.award")
        assert (row["notice_id"], row["amended_by"], row["amount_dkk"]) == ("1-2024", "2-2025", 2_500_000)


def test_a_result_finds_its_call_by_procedure_id_or_else_by_reference() -> None:
    notice = """
        notice_id | notice_kind | publication_date | procedure_id | previous_notice
        1-2024    | competition | 2024-01-01       | pp           |
        2-2024    | result      | 2024-06-01       | PP           |
        3-2020    | competition | 2020-01-01       |              |
        4-2020    | result      | 2020-06-01       |              | 2020/S 1-000003
    """
    rows = ask("core.notice_procedure", "from core.notice_procedure order by notice_id", notice=notice)
    assert [row["procedure_key"] for row in rows] == ["pp", "pp", "3-2020", "3-2020"]


def test_several_objects_in_one_plan_are_lots_of_one_notice_and_a_corrigendum_awards_nothing() -> None:
    notice = """
        notice_id | notice_kind | format     | form | publication_date | lot_count
        1-2020    | planning    | ted_export | F01  | 2020-01-01       | 2
        2-2020    | change      | ted_export | F14  | 2020-02-01       | 0
    """
    lot = """
        notice_id | lot_id | lot_kind | title
        1-2020    | 1      | part     | One
        1-2020    | 2      | part     | Two
    """
    award = """
        notice_id | award_id | value   | currency
        2-2020    | 1        | 5000000 | DKK
    """
    with made("mart.lot", "mart.award", notice=notice, lot=lot, award=award) as building:
        assert column(building, "mart.lot", "title") == ["One", "Two"]
        assert column(building, "mart.notice", "notice_id") == ["1-2020", "2-2020"]
        assert building.query("from mart.award") == []


def test_an_edition_with_awards_says_that_small_contracts_and_call_offs_are_missing() -> None:
    notice = """
        notice_id | publication_date
        1-2024    | 2024-03-01
    """
    award = """
        notice_id | award_id | value   | currency
        1-2024    | 1        | 5000000 | DKK
    """
    rows = ask("mart.edition_note", "from mart.edition_note", notice=notice, award=award)
    (note,) = [row for row in rows if row["note_code"] == "thresholds"]
    assert "threshold" in note["note_en"]
    assert "tærskel" in note["note_da"]

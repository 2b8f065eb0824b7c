"""TED_EXPORT R2.0.7 and R2.0.8, and the defence forms that kept their layout."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from spiders.formats import ted_export
from tests.spiders.eforms_builder import ORIGIN, tag, wrap
from tests.spiders.ted_builder import Ted, empty, paragraphs
from warehouse.records import Award, AwardSupplier, Lot, Notice, Organisation, Record


def organisation(name: str, *, old: bool = False, number: str = "") -> str:
    inner = name if old else tag("OFFICIALNAME", name) + (tag("NATIONALID", number) if number else "")
    return f"<ORGANISATION>{inner}</ORGANISATION>" + tag("TOWN", "Fjordby") + empty("COUNTRY", VALUE="DK")


def costs(name: str, text: str, *, formatted: str | None = None) -> str:
    value = f' FMTVAL="{formatted}"' if formatted else ""
    return f'<{name} CURRENCY="DKK"><VALUE_COST{value}>{text}</VALUE_COST></{name}>'


def day(name: str, year: int, month: int, number: int) -> str:
    return wrap(name, tag("DAY", number), tag("MONTH", month), tag("YEAR", year))


def defence_award(*awards: str, total: str = "", buyer_is_old: bool = False) -> Ted:
    body = wrap(
        "FD_CONTRACT_AWARD_DEFENCE",
        wrap(
            "CONTRACTING_AUTHORITY_INFORMATION_CONTRACT_AWARD_DEFENCE",
            wrap("CA_CE_CONCESSIONAIRE_PROFILE", organisation("Fjordby Garnison", old=buyer_is_old)),
        ),
        wrap(
            "OBJECT_CONTRACT_INFORMATION_CONTRACT_AWARD_NOTICE_DEFENCE",
            wrap(
                "DESCRIPTION_AWARD_NOTICE_INFORMATION_DEFENCE",
                paragraphs("TITLE_CONTRACT", "Radioanlæg"),
                paragraphs("SHORT_CONTRACT_DESCRIPTION", "Levering af anlæg."),
                wrap("CPV", wrap("CPV_MAIN", empty("CPV_CODE", CODE="32230000"))),
            ),
            wrap("TOTAL_FINAL_VALUE", total) if total else "",
        ),
        *awards,
    )
    return Ted(form="CONTRACT_AWARD_DEFENCE", schema="R2.0.8", body=body)


def award(name: str, *, value: str = "", number: str = "", lot: str = "2") -> str:
    return wrap(
        "AWARD_OF_CONTRACT_DEFENCE",
        tag("CONTRACT_NUMBER", "138-16"),
        tag("LOT_NUMBER", lot),
        day("CONTRACT_AWARD_DATE", 2021, 2, 9),
        tag("OFFERS_RECEIVED_NUMBER", "4"),
        wrap("ECONOMIC_OPERATOR_NAME_ADDRESS", organisation(name, number=number)) if name else "",
        wrap("CONTRACT_VALUE_INFORMATION", value) if value else "",
    )


def read(document: Ted) -> list[Record]:
    return list(ted_export.read(document.data(), ORIGIN))


def notice_of(document: Ted) -> Notice:
    return next(record for record in read(document) if isinstance(record, Notice))


def test_a_defence_award_is_read_in_the_older_layout() -> None:
    value = costs("COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE", "5 187 816,63", formatted="5187816.63")
    estimate = costs("INITIAL_ESTIMATED_TOTAL_VALUE_CONTRACT", "6 000 000", formatted="6000000")
    document = defence_award(award("Nordlys Systemer A/S", value=estimate + value, number="10000017"), total=value)
    records = read(document)
    [found] = [record for record in records if isinstance(record, Award)]
    assert (found.value, found.est_value, found.currency) == (Decimal("5187816.63"), Decimal(6000000), "DKK")
    assert (found.contract_no, found.lot_ids, found.bids_received) == ("138-16", ("2",), 4)
    assert (found.status, found.contract_date) == ("awarded", date(2021, 2, 9))
    assert len([record for record in records if isinstance(record, AwardSupplier)]) == 1
    notice = notice_of(document)
    assert (notice.title, notice.description, notice.cpv_main) == ("Radioanlæg", "Levering af anlæg.", "32230000")
    assert notice.total_value == Decimal("5187816.63")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("5 187 816,63", "5187816.63"), ("830000", "830000"), ("12.500,5", "12500.5"), ("1,250,000", "1250000")],
)
def test_an_amount_that_stands_as_text_alone_is_read(text: str, expected: str) -> None:
    value = costs("COSTS_RANGE_AND_CURRENCY_WITH_VAT_RATE", text)
    assert notice_of(defence_award(total=value)).total_value == Decimal(expected)


def test_a_range_in_place_of_the_total_keeps_both_ends() -> None:
    spread = (
        '<COSTS CURRENCY="DKK"><RANGE_VALUE_COST><LOW_VALUE FMTVAL="140"/><HIGH_VALUE FMTVAL="290"/>'
        "</RANGE_VALUE_COST></COSTS>"
    )
    notice = notice_of(defence_award(total=spread))
    assert (notice.total_value, notice.total_low, notice.total_high) == (None, Decimal(140), Decimal(290))


def test_an_award_that_names_nobody_is_of_unknown_outcome() -> None:
    [found] = [record for record in read(defence_award(award(""))) if isinstance(record, Award)]
    assert found.status == "unknown"


def test_the_oldest_layout_writes_the_name_into_the_organisation_itself() -> None:
    records = read(defence_award(buyer_is_old=True))
    assert [record.name for record in records if isinstance(record, Organisation)] == ["Fjordby Garnison"]


def test_a_defence_call_has_lots_estimate_deadline_and_framework() -> None:
    annex = wrap(
        "F17_ANNEX_B",
        tag("LOT_NUMBER", "1"),
        tag("LOT_TITLE", "Master"),
        wrap("LOT_DESCRIPTION", "<P>Fem master.</P>"),
        wrap("CPV", wrap("CPV_MAIN", empty("CPV_CODE", CODE="32230000"))),
        wrap("PERIOD_WORK_DATE_STARTING", tag("MONTHS", "24")),
    )
    body = wrap(
        "FD_CONTRACT_DEFENCE",
        wrap(
            "OBJECT_CONTRACT_INFORMATION_DEFENCE",
            wrap("D", paragraphs("TITLE_CONTRACT", "Master"), wrap("F17_FRAMEWORK"), annex),
            wrap("QUANTITY_SCOPE", wrap("NATURE_QUANTITY_SCOPE", costs("COSTS", "8 000 000", formatted="8000000"))),
        ),
        wrap("ADMINISTRATIVE", day("RECEIPT_LIMIT_DATE", 2021, 6, 11)),
    )
    document = Ted(form="CONTRACT_DEFENCE", schema="R2.0.8", document="3", body=body)
    notice = notice_of(document)
    assert (notice.est_value, notice.total_value) == (Decimal(8000000), None)
    assert (notice.deadline, notice.framework_or_dps) == (date(2021, 6, 11), "yes")
    [lot] = [record for record in read(document) if isinstance(record, Lot)]
    assert (lot.lot_id, lot.title, lot.description, lot.duration_value) == ("1", "Master", "Fem master.", Decimal(24))


def test_the_lots_of_a_prior_notice_are_lots() -> None:
    inner = wrap("LOT_PRIOR_INFORMATION", tag("LOT_NUMBER", "7"), tag("LOT_TITLE", "Kabler"))
    body = wrap("FD_PRIOR_INFORMATION", wrap("O", paragraphs("TITLE_CONTRACT", "Anlæg"), inner))
    records = read(Ted(form="PRIOR_INFORMATION", schema="R2.0.7", document="0", body=body))
    assert [record.lot_id for record in records if isinstance(record, Lot)] == ["7"]


def test_a_day_that_does_not_exist_is_unknown() -> None:
    broken = award("Nordlys").replace("<DAY>9</DAY>", "<DAY>31</DAY>")
    [found] = [record for record in read(defence_award(broken)) if isinstance(record, Award)]
    assert found.contract_date is None

"""Who won what: the safe way through an eForms result."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from spiders.formats import eforms
from tests.spiders.eforms_builder import (
    BUYER,
    LOSER,
    ORIGIN,
    WINNER,
    Document,
    award_notice,
    contract,
    lot,
    lot_result,
    organisation,
    party,
    tag,
    tender,
    wrap,
)
from warehouse.records import Award, AwardSupplier, Organisation


def awards(document: Document) -> list[tuple[Award, list[str]]]:
    """Each award with the names of its suppliers."""
    records = list(eforms.read(document.data(), ORIGIN))
    names = {r.organisation_key: r.name or "" for r in records if isinstance(r, Organisation)}
    links = [record for record in records if isinstance(record, AwardSupplier)]
    return [
        (award, [names[link.organisation_key] for link in links if link.award_id == award.award_id])
        for award in records
        if isinstance(award, Award)
    ]


def winners(document: Document) -> list[list[str]]:
    return [suppliers for _, suppliers in awards(document)]


def test_a_loser_listed_in_the_result_does_not_win() -> None:
    [(award, suppliers)] = awards(award_notice())
    assert suppliers == ["Nordlys Systemer A/S"]
    assert (award.status, award.value, award.currency) == ("awarded", Decimal("1250000.00"), "DKK")
    assert (award.lot_ids, award.contract_date) == (("LOT-0001",), date(2025, 1, 10))
    assert award.value_kind_hint == "contract"


def test_the_name_of_a_tendering_party_is_never_taken_for_the_winner() -> None:
    assert "Fjordby Kommune" not in winners(award_notice())[0]


def test_a_result_without_a_winner_says_why() -> None:
    reason = wrap("efac:DecisionReason", tag("efbc:DecisionReasonCode", "no-rece"))
    [(award, suppliers)] = awards(award_notice(result=lot_result("RES-0001", code="clos-nw", extra=reason)))
    assert (award.status, award.reason, suppliers) == ("not_awarded", "no-rece", [])


def test_losers_of_an_open_result_stay_losers() -> None:
    result = lot_result("RES-0001", code="open-nw", tenders=("TEN-0001",)) + tender("TEN-0001", "TPA-0001")
    [(award, suppliers)] = awards(award_notice(result=result + party("TPA-0001", "ORG-0002")))
    assert (award.status, suppliers) == ("open", [])


def test_several_listed_bids_without_a_contract_name_no_winner() -> None:
    result = (
        lot_result("RES-0001", tenders=("TEN-0001", "TEN-0002"))
        + tender("TEN-0001", "TPA-0001")
        + tender("TEN-0002", "TPA-0002")
        + party("TPA-0001", "ORG-0002")
        + party("TPA-0002", "ORG-0003")
    )
    assert winners(award_notice(result=result)) == [[]]


def test_a_single_listed_bid_of_a_chosen_winner_won() -> None:
    result = lot_result("RES-0001", tenders=("TEN-0001",)) + tender("TEN-0001", "TPA-0001")
    assert winners(award_notice(result=result + party("TPA-0001", "ORG-0002"))) == [["Nordlys Systemer A/S"]]


@pytest.mark.parametrize("code", [None, "selec-w"])
def test_a_direct_award_without_a_result_code_has_its_winner(code: str | None) -> None:
    result = (
        lot_result("RES-0001", code=code, tenders=("TEN-0001",), contracts=("CON-0001",))
        + tender("TEN-0001", "TPA-0001")
        + contract("CON-0001", tenders=("TEN-0001",))
        + party("TPA-0001", "ORG-0002")
    )
    [(award, suppliers)] = awards(award_notice(form="dir-awa-pre", subtype="25", result=result))
    assert (award.status, suppliers) == ("awarded", ["Nordlys Systemer A/S"])


def test_a_modification_starts_at_its_contract() -> None:
    result = (
        contract("CON-0001", tenders=("TEN-0001",))
        + tender("TEN-0001", "TPA-0001", value="1500000")
        + party("TPA-0001", "ORG-0002")
    )
    [(award, suppliers)] = awards(award_notice(form="cont-modif", subtype="38", result=result))
    assert (award.status, suppliers) == ("awarded", ["Nordlys Systemer A/S"])
    assert (award.value, award.value_kind_hint) == (Decimal(1500000), "amendment_total")
    assert award.lot_ids == ("LOT-0001",)


def test_joint_winners_share_one_award_and_subcontractors_are_told_apart() -> None:
    result = (
        lot_result("RES-0001", tenders=("TEN-0001",), contracts=("CON-0001",))
        + tender("TEN-0001", "TPA-0001", value="100")
        + contract("CON-0001", tenders=("TEN-0001",))
        + party("TPA-0001", "ORG-0002", "ORG-0003", subcontractors=("ORG-0004",))
    )
    firms = [BUYER, WINNER, LOSER, organisation("ORG-0004", "Under ApS")]
    document = award_notice(result=result, organisations=firms)
    records = list(eforms.read(document.data(), ORIGIN))
    assert len([record for record in records if isinstance(record, Award)]) == 1
    assert [record.role for record in records if isinstance(record, AwardSupplier)] == [
        "supplier",
        "supplier",
        "subcontractor",
    ]


def test_each_lot_of_a_contract_over_several_lots_gets_its_own_bid() -> None:
    result = (
        lot_result("RES-0001", lots=("LOT-0001",), tenders=("TEN-0001",), contracts=("CON-0001",))
        + lot_result("RES-0002", lots=("LOT-0002",), tenders=("TEN-0002",), contracts=("CON-0001",))
        + tender("TEN-0001", "TPA-0001", value="1", lots=("LOT-0001",))
        + tender("TEN-0002", "TPA-0001", value="2", lots=("LOT-0002",))
        + contract("CON-0001", tenders=("TEN-0001", "TEN-0002"))
        + party("TPA-0001", "ORG-0002")
    )
    lots = [lot("LOT-0001", "A"), lot("LOT-0002", "B")]
    found = awards(award_notice(result=result, lots=lots))
    assert [(award.lot_ids, award.value) for award, _ in found] == [
        (("LOT-0001",), Decimal(1)),
        (("LOT-0002",), Decimal(2)),
    ]


def test_a_bid_on_a_group_of_lots_wins_the_lot_of_its_contract() -> None:
    result = (
        lot_result("RES-0001", tenders=("TEN-0001",), contracts=("CON-0001",))
        + tender("TEN-0001", "TPA-0001", lots=("GLO-0001",))
        + contract("CON-0001", tenders=("TEN-0001",))
        + party("TPA-0001", "ORG-0002")
    )
    assert winners(award_notice(result=result)) == [["Nordlys Systemer A/S"]]


def test_a_contract_that_names_another_lots_bid_leaves_the_result_its_own() -> None:
    result = (
        lot_result("RES-0003", lots=("LOT-0003",), tenders=("TEN-0003",), contracts=("CON-0003",))
        + tender("TEN-0001", "TPA-0001", lots=("LOT-0001",))
        + tender("TEN-0003", "TPA-0002", lots=("LOT-0003",))
        + contract("CON-0003", tenders=("TEN-0001",))
        + party("TPA-0001", "ORG-0002")
        + party("TPA-0002", "ORG-0003")
    )
    assert winners(award_notice(result=result)) == [["Sydvind Data ApS"]]


def test_a_call_off_keeps_the_text_that_names_its_customer() -> None:
    reference = wrap("efac:TenderReference", tag("cbc:ID", "Ærø Havnedrift"))
    result = (
        lot_result("RES-0001", tenders=("TEN-0001",), contracts=("CON-0001",))
        + tender("TEN-0001", "TPA-0001", value="5370000", extra=reference)
        + contract("CON-0001", tenders=("TEN-0001",))
        + party("TPA-0001", "ORG-0002")
    )
    [(award, _)] = awards(award_notice(result=result))
    assert award.customer_text == "Ærø Havnedrift"


def test_bids_received_and_the_lots_ceiling_come_from_the_result() -> None:
    extra = wrap("efac:FrameworkAgreementValues", tag("cbc:MaximumValueAmount", "7000000", currencyID="DKK")) + "".join(
        wrap("efac:ReceivedSubmissionsStatistics", tag("efbc:StatisticsCode", code), tag("efbc:StatisticsNumeric", n))
        for code, n in (("t-sme", 2), ("tenders", 4))
    )
    [(award, _)] = awards(
        award_notice(
            result=award_notice().result.replace("<efac:SettledContract>", extra + "<efac:SettledContract>", 1)
        )
    )
    assert (award.bids_received, award.framework_max, award.framework_max_currency) == (4, Decimal(7000000), "DKK")
    assert award.value == Decimal("1250000.00"), "a ceiling is never the winner's value"


def test_a_symbolic_or_withheld_value_is_kept_as_published() -> None:
    for value in ("-1", "0.01", "12345"):
        result = (
            lot_result("RES-0001", tenders=("TEN-0001",), contracts=("CON-0001",))
            + tender("TEN-0001", "TPA-0001", value=value)
            + contract("CON-0001", tenders=("TEN-0001",))
            + party("TPA-0001", "ORG-0002")
        )
        [(award, _)] = awards(award_notice(result=result))
        assert award.value == Decimal(value)


def test_a_sole_trader_keeps_the_name_and_loses_the_personal_number() -> None:
    person = organisation("ORG-0002", "Ana Exemplo", number="123456780", country="PRT", natural=True)
    records = list(eforms.read(award_notice(organisations=[BUYER, person]).data(), ORIGIN))
    supplier = next(r for r in records if isinstance(r, Organisation) and r.role == "supplier")
    assert (supplier.is_natural_person, supplier.national_id, supplier.national_id_flag) == (True, None, "missing")
    assert "123456780" not in str(records)


@pytest.mark.parametrize("said", ["Leverandør ikkje valgt", "TBC X 3", "Konsortiet Nordlys A/S / Sydvind ApS"])
def test_what_stands_in_the_place_of_a_name_is_kept_as_published(said: str) -> None:
    firms = [BUYER, organisation("ORG-0002", said), LOSER]
    assert winners(award_notice(organisations=firms)) == [[said]]


def test_the_ceiling_of_a_framework_is_no_winners_own_value() -> None:
    framework = wrap("cac:ContractingSystem", tag("cbc:ContractingSystemTypeCode", "fa-wo-rc"))
    result = party("TPA-0001", "ORG-0002") + party("TPA-0002", "ORG-0003")
    for place in ("1", "2"):
        result += lot_result(f"RES-000{place}", tenders=(f"TEN-000{place}",), contracts=(f"CON-000{place}",))
        result += tender(f"TEN-000{place}", f"TPA-000{place}", value="65000000")
        result += contract(
            f"CON-000{place}", tenders=(f"TEN-000{place}",), extra=tag("efbc:ContractFrameworkIndicator", "true")
        )
    document = award_notice(result=result, lots=[lot("LOT-0001", "Vikarer", process=framework)])
    found = [(award.value, award.value_kind_hint) for award, _ in awards(document)]
    assert found == [(Decimal(65000000), "framework_ceiling")] * 2

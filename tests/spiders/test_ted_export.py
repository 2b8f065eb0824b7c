"""TED_EXPORT R2.0.9: header, forms, awards, and what is refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from spiders.format import Unreadable
from spiders.formats import ted_export
from tests.spiders.eforms_builder import ORIGIN, tag, wrap
from tests.spiders.ted_builder import BODY, Ted, awarded, contractor, empty, lot, paragraphs, result, thing
from warehouse.records import Award, AwardSupplier, Lot, Notice, Organisation, Record, Text, to_table

NORDLYS = contractor("Nordlys Systemer A/S", number="DK10000017", size="SME")


def read(document: Ted) -> list[Record]:
    return list(ted_export.read(document.data(), ORIGIN))


def notice_of(document: Ted) -> Notice:
    return next(record for record in read(document) if isinstance(record, Notice))


def awards_of(document: Ted) -> list[Award]:
    return [record for record in read(document) if isinstance(record, Award)]


def test_the_header_says_number_issue_dates_country_kind_and_procedure() -> None:
    notice = notice_of(result())
    assert (notice.notice_id, notice.oj_issue) == ("107140-2021", "43/2021")
    assert (notice.publication_date, notice.dispatch_date) == (date(2021, 3, 3), date(2021, 2, 26))
    assert (notice.country, notice.notice_kind, notice.notice_type) == ("DK", "result", "7")
    assert (notice.procedure_type, notice.contract_nature) == ("Open procedure", "Services")
    assert (notice.form, notice.schema_version) == ("F03_2014", "R2.0.9.S04.E01")
    assert (notice.title, notice.description) == ("Nyt fagsystem", "Drift.\nVedligehold.")


def test_every_record_fits_its_table() -> None:
    records = read(result(awarded(wrap("CONTRACTORS", NORDLYS))))
    for kind in {type(record) for record in records}:
        assert to_table(kind, [each for each in records if type(each) is kind]).num_rows > 0


@pytest.mark.parametrize(("code", "country"), [("UK", "GB"), ("EL", "GR"), ("1A", "XK"), ("DK", "DK")])
def test_the_offices_own_country_codes_become_iso(code: str, country: str) -> None:
    assert notice_of(result(country=code)).country == country


def test_translations_and_a_second_original_count_the_notice_once() -> None:
    english = (BODY + thing("New system", lot("1", "Elderly"))).replace("Drift.", "Operation.")
    document = result(translations=[("EN", english)], more_originals=[("FR", english)])
    records = read(document)
    assert len([record for record in records if isinstance(record, Notice)]) == 1
    notice = notice_of(document)
    assert (notice.title, notice.language, notice.languages) == ("Nyt fagsystem", "DA", ("DA", "EN", "FR"))
    assert [record.text for record in records if isinstance(record, Text)] == [
        "Nyt fagsystem\n\nDrift.\nVedligehold.\n\nÆldre"
    ]


def test_an_award_says_supplier_value_bids_and_date() -> None:
    amounts = wrap(
        "VALUES", tag("VAL_ESTIMATED_TOTAL", "900", CURRENCY="DKK"), tag("VAL_TOTAL", "800.5", CURRENCY="DKK")
    )
    document = result(
        awarded(
            tag("DATE_CONCLUSION_CONTRACT", "2021-02-20"),
            wrap("TENDERS", tag("NB_TENDERS_RECEIVED", "3")),
            wrap("CONTRACTORS", NORDLYS),
            amounts,
        )
    )
    [award] = awards_of(document)
    assert (award.value, award.est_value, award.currency) == (Decimal("800.5"), Decimal(900), "DKK")
    assert (award.bids_received, award.contract_date, award.lot_ids) == (3, date(2021, 2, 20), ("1",))
    supplier = next(r for r in read(document) if isinstance(r, Organisation) and r.role == "supplier")
    assert (supplier.name, supplier.national_id_normalised, supplier.size) == (
        "Nordlys Systemer A/S",
        "DK:10000017",
        "sme",
    )


@pytest.mark.parametrize("wrapper", ["VALUES", "VALUE", None])
def test_a_value_is_found_in_every_wrapping(wrapper: str | None) -> None:
    amount = tag("VAL_TOTAL", "5", CURRENCY="EUR")
    [award] = awards_of(result(awarded(wrap(wrapper, amount) if wrapper else amount, NORDLYS)))
    assert (award.value, award.currency) == (Decimal(5), "EUR")


def test_a_range_stands_in_its_own_columns() -> None:
    spread = '<VAL_RANGE_TOTAL CURRENCY="EUR"><LOW>24000</LOW><HIGH>148000</HIGH></VAL_RANGE_TOTAL>'
    document = Ted(body=BODY + thing("X", spread), document="V", form="F15_2014")
    notice = notice_of(document)
    assert (notice.total_value, notice.total_low, notice.total_high) == (None, Decimal(24000), Decimal(148000))
    assert notice.total_currency == "EUR"


@pytest.mark.parametrize("reason", ["PROCUREMENT_UNSUCCESSFUL", "PROCUREMENT_DISCONTINUED"])
def test_no_award_says_why(reason: str) -> None:
    item = f'<AWARD_CONTRACT ITEM="1">{wrap("NO_AWARDED_CONTRACT", empty(reason))}</AWARD_CONTRACT>'
    [award] = awards_of(result(item))
    assert (award.status, award.reason) == ("not_awarded", reason)


def test_joint_winners_share_one_award_and_each_counts_once() -> None:
    document = result(awarded(wrap("CONTRACTORS", NORDLYS, contractor("Sydvind Data ApS"), NORDLYS)))
    assert len(awards_of(document)) == 1
    assert len([record for record in read(document) if isinstance(record, AwardSupplier)]) == 2


def test_a_framework_award_is_marked_as_a_ceiling() -> None:
    body = BODY + thing() + wrap("PROCEDURE", empty("FRAMEWORK"), empty("DPS"))
    body += awarded(NORDLYS, tag("VAL_TOTAL", "65000000", CURRENCY="NOK"))
    document = Ted(body=body)
    assert awards_of(document)[0].value_kind_hint == "framework_ceiling"
    assert notice_of(document).framework_or_dps == "yes+dps"


def test_a_modification_keeps_the_contract_and_totals_what_it_became() -> None:
    body = BODY + thing("Drift", lot("", "Drift", extra='<DURATION TYPE="MONTH">24</DURATION>'))
    body += awarded(NORDLYS, tag("VAL_TOTAL", "100", CURRENCY="DKK"))
    body += wrap(
        "MODIFICATIONS_CONTRACT",
        wrap(
            "DESCRIPTION_PROCUREMENT", '<DURATION TYPE="MONTH">36</DURATION>', tag("VAL_TOTAL", "140", CURRENCY="DKK")
        ),
        wrap(
            "INFO_MODIFICATIONS",
            tag("VAL_TOTAL_BEFORE", "100", CURRENCY="DKK"),
            tag("VAL_TOTAL_AFTER", "150", CURRENCY="DKK"),
        ),
    )
    document = Ted(body=body, form="F20_2014", document="K")
    notice = notice_of(document)
    assert (notice.notice_kind, notice.total_value, notice.duration) == ("modification", Decimal(150), "24 MONTH")
    assert awards_of(document)[0].value == Decimal(100)
    [modified] = [record for record in read(document) if isinstance(record, Lot)]
    assert (modified.duration_value, modified.duration_unit) == (Decimal(36), "month")


def test_a_corrigendum_is_a_change_without_winners() -> None:
    body = BODY + thing() + wrap("COMPLEMENTARY_INFO", tag("NOTICE_NUMBER_OJ", "2021/S 040-099999"))
    document = Ted(body=body, form="F14_2014", document="2")
    notice = notice_of(document)
    assert (notice.notice_kind, notice.is_change, notice.changed_notice) == ("change", True, "99999-2021")
    assert awards_of(document) == []


def test_a_design_contest_has_its_prize_winner() -> None:
    winner = wrap(
        "WINNER", wrap("ADDRESS_WINNER", tag("OFFICIALNAME", "Tegnestuen Bølge"), empty("COUNTRY", VALUE="DK"))
    )
    prize = wrap("AWARDED_PRIZE", tag("DATE_DECISION_JURY", "2021-01-05"), wrap("WINNERS", winner))
    document = Ted(body=BODY + thing() + wrap("RESULTS", prize), form="F13_2014", document="R")
    assert [award.status for award in awards_of(document)] == ["awarded"]
    assert "Tegnestuen Bølge" in {record.name for record in read(document) if isinstance(record, Organisation)}


def test_several_objects_of_a_prior_notice_keep_their_lots_apart() -> None:
    body = BODY + thing("A", lot("1", "A1")) + thing("B", lot("1", "B1"), cpv="72000000")
    records = read(Ted(body=body, form="F01_2014", document="0"))
    assert [record.lot_id for record in records if isinstance(record, Lot)] == ["1", "2/1"]
    notice = next(record for record in records if isinstance(record, Notice))
    assert (notice.title, notice.cpv_main, set(notice.cpv_all)) == ("A", "48000000", {"48000000", "72000000"})


def test_inline_elements_belong_to_their_word_and_paragraphs_are_lines() -> None:
    body = BODY + thing('CO<FT TYPE="SUB">2</FT> i luften')
    assert notice_of(Ted(body=body)).title == "CO2 i luften"


def test_a_contact_person_leaves_no_trace() -> None:
    contact = (
        tag("CONTACT_POINT", "Kanarie Fuglsang") + tag("PHONE", "+45 11223344") + tag("E_MAIL", "k@fjordby.example")
    )
    body = wrap("CONTRACTING_BODY", wrap("ADDRESS_CONTRACTING_BODY", tag("OFFICIALNAME", "Fjordby Kommune"), contact))
    records = read(Ted(body=body + thing()))
    assert "Kanarie" not in str(records)
    assert "11223344" not in str(records)
    assert next(r for r in records if isinstance(r, Organisation)).domain == "fjordby.example"


def test_the_transport_form_is_read_like_the_others() -> None:
    body = BODY + thing("Busdrift", lot("", "Busdrift", extra="<DATE_START>2022-01-01</DATE_START>"))
    notice = notice_of(Ted(body=body, form="MOVE", document="0"))
    assert (notice.form, notice.notice_kind, notice.duration) == ("MOVE", "planning", "2022-01-01..")


def test_a_uuid_beside_the_forms_is_kept() -> None:
    uuid = tag("NOTICE_UUID", "f02fcac9-0000-4000-8000-000000000000")
    assert notice_of(result(before_forms=uuid)).notice_uuid == "f02fcac9-0000-4000-8000-000000000000"


def test_a_later_deadline_stands_in_the_header_of_a_corrigendum() -> None:
    body = BODY + thing() + paragraphs("INFO_ADD", "x")
    document = result(form="F14_2014", document="2", body=body)
    text = document.xml().replace("<TD_DOC", "<DT_DATE_FOR_SUBMISSION>20210329 11:00</DT_DATE_FOR_SUBMISSION><TD_DOC")
    [notice] = [r for r in ted_export.read(text.encode(), ORIGIN) if isinstance(r, Notice)]
    assert notice.deadline == date(2021, 3, 29)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<TED_ESENDERS><SENDER/></TED_ESENDERS>", "not_a_published_notice"),
        (b"<TED_EXPORT/>", "malformed"),
        (b"<TED_EXPORT><CODED_DATA_SECTION/></TED_EXPORT>", "missing_identity"),
        (b'<TED_EXPORT DOC_ID="12345678-2021"><CODED_DATA_SECTION/></TED_EXPORT>', "placeholder_number"),
        (b"<SOMETHING/>", "unknown_format"),
        (b"", "empty"),
        (b"<TED_EXPORT>", "not_xml"),
    ],
)
def test_what_is_no_notice_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as caught:
        list(ted_export.read(data, ORIGIN))
    assert caught.value.reason == reason


def test_reception_documents_are_recognised_so_that_their_refusal_says_why() -> None:
    assert ted_export.FORMAT.recognises(b"<TED_ESENDERS xmlns='x'>", None, "")
    assert not ted_export.FORMAT.recognises(b"<ContractNotice>", None, "TED_EXPORT.xml")

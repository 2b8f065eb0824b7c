"""eForms: the notice, its lots and its buyers, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from spiders.format import Origin, Unreadable
from spiders.formats import eforms
from tests.spiders.eforms_builder import (
    BUYER,
    ORIGIN,
    Document,
    award_notice,
    lot,
    organisation,
    project,
    tag,
    wrap,
)
from warehouse.records import Lot, Notice, Organisation, Record, Text, to_table


def read(document: Document, origin: Origin = ORIGIN) -> list[Record]:
    return list(eforms.read(document.data(), origin))


def notice_of(document: Document, origin: Origin = ORIGIN) -> Notice:
    return next(record for record in read(document, origin) if isinstance(record, Notice))


def competition(**options: object) -> Document:
    usual = {"root": "ContractNotice", "subtype": "16", "form": "competition", "kind": "cn-standard"}
    return Document(**{**usual, **options})  # type: ignore[arg-type]  # tests pass the fields by name


def refusal(document: Document, origin: Origin = ORIGIN) -> str:
    with pytest.raises(Unreadable) as caught:
        read(document, origin)
    return caught.value.reason


def test_a_notice_says_its_number_dates_kind_and_buyer() -> None:
    notice = notice_of(award_notice())
    assert notice.notice_id == "123456-2025"
    assert notice.publication_number == "123456-2025"
    assert (notice.oj_issue, notice.publication_date) == ("12/2025", date(2025, 1, 17))
    assert notice.dispatch_date == date(2025, 1, 15)
    assert (notice.notice_kind, notice.form, notice.notice_type) == ("result", "29", "can-standard")
    assert (notice.country, notice.language, notice.languages) == ("DK", "DA", ("DA",))
    assert (notice.cpv_main, notice.procedure_type, notice.contract_nature) == ("48000000", "open", "services")
    assert notice.schema_version == "eforms-sdk-1.13"


def test_every_record_fits_its_table() -> None:
    records = read(award_notice())
    for kind in {type(record) for record in records}:
        assert to_table(kind, [each for each in records if type(each) is kind]).num_rows > 0


def test_one_text_joins_titles_and_descriptions_without_repeating_them() -> None:
    document = competition(
        project=project("Nyt fagsystem", description="Drift og vedligehold."),
        lots=[lot("LOT-0001", "Nyt fagsystem", description="Drift og vedligehold."), lot("LOT-0002", "Support")],
    )
    texts = [record for record in read(document) if isinstance(record, Text)]
    assert [text.text for text in texts] == ["Nyt fagsystem\n\nDrift og vedligehold.\n\nSupport"]
    assert (texts[0].owner_kind, texts[0].owner_id) == ("notice", "123456-2025")


def test_an_unknown_later_version_is_read_alike() -> None:
    assert notice_of(award_notice(customization="eforms-sdk-2.7")).schema_version == "eforms-sdk-2.7"


@pytest.mark.parametrize(
    ("number", "expected"),
    [("00742640-2023", "742640-2023"), ("742640-2023", "742640-2023"), ("  000061-2023 ", "61-2023")],
)
def test_a_publication_number_is_the_same_however_it_is_written(number: str, expected: str) -> None:
    assert notice_of(award_notice(number=number)).publication_number == expected


def test_the_same_uuid_under_two_numbers_is_two_notices() -> None:
    first, second = (notice_of(award_notice(number=number)) for number in ("1000-2025", "1001-2025"))
    assert first.notice_uuid == second.notice_uuid
    assert first.notice_id != second.notice_id


@pytest.mark.parametrize(
    ("form", "subtype", "kind"),
    [
        ("planning", "4", "planning"),
        ("consultation", "CEI", "planning"),
        ("competition", "10", "competition"),
        ("dir-awa-pre", "25", "result"),
        ("cont-modif", "38", "modification"),
        ("", "E3", "competition"),
        ("", "T01", "planning"),
        ("", "T02", "result"),
        ("", "N16", "competition"),
        ("", "39", "modification"),
    ],
)
def test_the_form_type_says_the_kind_and_else_the_subtype(form: str, subtype: str, kind: str) -> None:
    assert notice_of(Document(form=form, subtype=subtype)).notice_kind == kind


def test_a_change_notice_keeps_its_kind_and_names_what_it_changes() -> None:
    changes = wrap("efac:Changes", tag("efbc:ChangedNoticeIdentifier", "00111222-2025"))
    notice = notice_of(competition(extension=changes))
    assert (notice.notice_kind, notice.is_change, notice.changed_notice) == ("competition", True, "111222-2025")
    assert notice.modified_notice is None


def test_a_modification_names_the_award_that_it_modifies_as_another_relation() -> None:
    changed = wrap(
        "efac:ContractModification",
        tag("efbc:ChangedNoticeIdentifier", "0a1b2c3d-0000-4000-8000-0000000000aa-01"),
    )
    notice = notice_of(award_notice(form="cont-modif", subtype="38", extension=changed))
    assert (notice.is_change, notice.changed_notice) == (False, None)
    assert notice.modified_notice == "0a1b2c3d-0000-4000-8000-0000000000aa-01"


def test_a_lot_says_value_duration_deadline_ceiling_and_framework() -> None:
    total = wrap(
        "cac:RequestedTenderTotal",
        tag("cbc:EstimatedOverallContractAmount", "5000000", currencyID="DKK"),
        wrap(
            "ext:UBLExtensions",
            wrap(
                "ext:UBLExtension",
                wrap(
                    "ext:ExtensionContent",
                    wrap("efext:EformsExtension", tag("efbc:FrameworkMaximumAmount", "8000000", currencyID="DKK")),
                ),
            ),
        ),
    )
    period = wrap("cac:PlannedPeriod", tag("cbc:DurationMeasure", "48", unitCode="MONTH"))
    options = wrap("cac:ContractExtension", tag("cbc:MaximumNumberNumeric", "2"))
    process = wrap(
        "cac:TenderSubmissionDeadlinePeriod",
        tag("cbc:EndDate", "2025-03-01+01:00"),
        tag("cbc:EndTime", "12:00:00+01:00"),
    ) + "".join(
        wrap("cac:ContractingSystem", tag("cbc:ContractingSystemTypeCode", code, listName=name))
        for code, name in (("fa-wo-rc", "framework-agreement"), ("none", "dps-usage"))
    )
    document = competition(lots=[lot("LOT-0001", "Drift", process=process, extra=total + period + options)])
    records = read(document)
    found = next(record for record in records if isinstance(record, Lot))
    assert (found.est_value, found.est_currency) == (Decimal(5000000), "DKK")
    assert (found.framework_max, found.framework_or_dps) == (Decimal(8000000), "fa-wo-rc")
    assert (found.duration_value, found.duration_unit, found.renewal_max) == (Decimal(48), "month", 2)
    assert found.deadline == date(2025, 3, 1)
    notice = next(record for record in records if isinstance(record, Notice))
    assert (notice.deadline, notice.duration, notice.framework_or_dps) == (date(2025, 3, 1), "48 MONTH", "fa-wo-rc")
    assert notice.est_value is None, "a lot's estimate is not the procedure's"


def test_parts_and_groups_are_no_lots() -> None:
    lots = [lot("LOT-0001", "A"), lot("GLO-0001", "B", scheme="LotsGroup"), lot("PAR-0001", "C", scheme="Part")]
    records = read(competition(lots=lots))
    assert [record.lot_kind for record in records if isinstance(record, Lot)] == ["lot", "group", "part"]
    assert next(record for record in records if isinstance(record, Notice)).lot_count == 1


def test_a_text_in_several_languages_is_read_in_the_notices_own() -> None:
    names = tag("cbc:Name", "New system", languageID="ENG") + tag("cbc:Name", "Nyt system", languageID="DAN")
    document = competition(
        project=wrap("cac:ProcurementProject", names),
        head=wrap("cac:AdditionalNoticeLanguage", tag("cbc:ID", "ENG")),
    )
    notice = notice_of(document)
    assert (notice.title, notice.languages) == ("Nyt system", ("DA", "EN"))


def test_withheld_fields_are_counted_and_a_withheld_total_is_kept_as_published() -> None:
    private = wrap("efac:FieldsPrivacy", tag("efbc:FieldIdentifierCode", "not-val"))
    document = award_notice()
    document = replace(document, result=tag("cbc:TotalAmount", "-1", currencyID="unpublished") + document.result)
    notice = notice_of(replace(document, extension=private + private))
    assert notice.withheld_fields == 2
    assert (notice.total_value, notice.total_currency) == (Decimal(-1), None)


def test_ceilings_totals_and_estimates_stand_in_different_columns() -> None:
    document = award_notice()
    ceiling = tag("efbc:OverallMaximumFrameworkContractsAmount", "9000000", currencyID="DKK")
    notice = notice_of(
        replace(document, result=tag("cbc:TotalAmount", "4000000", currencyID="DKK") + ceiling + document.result)
    )
    assert (notice.total_value, notice.framework_max, notice.est_value) == (Decimal(4000000), Decimal(9000000), None)


def test_the_placeholder_award_date_is_nobodys_date() -> None:
    tail = wrap("cac:TenderResult", tag("cbc:AwardDate", "2000-01-01Z"))
    for record in read(award_notice(tail=tail)):
        assert date(2000, 1, 1) not in {getattr(record, name) for name in record.__dataclass_fields__}


def test_contacts_owners_jury_and_reasons_leave_no_trace() -> None:
    contact = wrap(
        "cac:Contact",
        tag("cbc:Name", "Kanarie Fuglsang"),
        tag("cbc:Telephone", "+45 11 22 33 44"),
        tag("cbc:ElectronicMail", "kanarie.fuglsang@fjordby.example"),
    )
    owner = wrap("efac:UltimateBeneficialOwner", tag("cbc:FamilyName", "Kanarie"), tag("cbc:FirstName", "Ejer"))
    jury = wrap("cac:TenderingTerms", wrap("cac:TechnicalCommitteePerson", tag("cbc:FamilyName", "Kanarie")))
    reason = wrap("efac:FieldsPrivacy", tag("efbc:ReasonDescription", "Kanarie vil ikke"))
    document = award_notice(
        organisations=[organisation("ORG-0001", "Fjordby Kommune", number="10000009", extra=contact), owner],
        extension=reason,
        tail=jury,
        project=project("Kontakt", description="Spørg kanarie@fjordby.example eller tlf. 11 22 33 44, pris 1 000 000"),
    )
    records = read(document)
    told = " ".join(map(str, records))
    for trace in ("Kanarie", "kanarie", "11 22 33 44", "vil ikke"):
        assert trace not in told
    text = next(record for record in records if isinstance(record, Text)).text
    assert "[…]" in text
    assert "pris 1 000 000" in text
    buyer = next(record for record in records if isinstance(record, Organisation))
    assert buyer.domain == "fjordby.example"


def test_a_website_says_the_domain_before_any_mail_does() -> None:
    extra = tag("cbc:WebsiteURI", "https://www.Fjordby.example/udbud")
    buyer = organisation("ORG-0001", "Fjordby Kommune", extra=extra)
    records = read(award_notice(organisations=[buyer]))
    assert next(record for record in records if isinstance(record, Organisation)).domain == "fjordby.example"


def test_all_buyers_are_kept_and_one_named_twice_counts_once() -> None:
    others = [BUYER, organisation("ORG-0009", "Søby Kommune", number="10000033")]
    records = read(competition(organisations=others, buyers=("ORG-0001", "ORG-0009", "ORG-0001")))
    names = [record.name for record in records if isinstance(record, Organisation) and record.role == "buyer"]
    assert names == ["Fjordby Kommune", "Søby Kommune"]


def test_escaped_markup_in_a_title_is_read_as_text() -> None:
    document = competition(project=project("<p><strong>Nyt</strong> system</p>"))
    assert notice_of(document).title == "Nyt system"


def test_a_national_notice_is_known_by_the_number_of_its_channel() -> None:
    origin = replace(ORIGIN, publisher="udbud.dk", publication_number="2025-012345")
    notice = notice_of(competition(number=None, subtype="E3"), origin)
    assert (notice.notice_id, notice.publication_number) == ("UDBUD.DK:2025-012345", None)


def test_a_converted_norwegian_notice_is_not_known_by_its_predecessors_number() -> None:
    document = competition(
        customization="eforms-sdk-1.7#urn:fdc:anskaffelser.no:2023:eforms:eu",
        notice_id="2022-319091",
        number="2022/S 084-228541",
    )
    notice = notice_of(document)
    assert (notice.notice_id, notice.publication_number) == ("DOFFIN:2022-319091", None)


def test_a_native_norwegian_notice_is_known_by_its_uuid_and_version() -> None:
    document = competition(
        customization="eforms-sdk-1.7#extended#urn:fdc:anskaffelser.no:2023:eforms:national", number=None
    )
    assert notice_of(document).notice_id == f"DOFFIN:{document.notice_id}-01"


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (award_notice(number=None), "not_a_published_notice"),
        (award_notice(number="12345678-2023"), "placeholder_number"),
        (award_notice(number="00000000-2024"), "placeholder_number"),
        (award_notice(number="178087-2018"), "not_a_published_notice"),
        (award_notice(customization="eforms-sdk-${MINOR}"), "template"),
        (award_notice(root="BusinessRegistrationInformationNotice"), "not_procurement"),
        (award_notice(root="CatalogueRequest"), "unknown_format"),
    ],
)
def test_what_was_never_published_is_refused_with_its_reason(document: Document, reason: str) -> None:
    assert refusal(document) == reason


def test_a_draft_can_be_extracted_without_being_published() -> None:
    records = eforms.extract(award_notice(number=None).data(), ORIGIN)
    notice = next(record for record in records if isinstance(record, Notice))
    assert notice.notice_id == "0a1b2c3d-0000-4000-8000-000000000001-01"


def test_the_format_recognises_its_roots_whatever_stands_before_them() -> None:
    recognises = eforms.FORMAT.recognises
    assert recognises(award_notice().data()[:4096], None, "a.bin")
    assert recognises(b"<?xml version='1.0'?><!-- <TED_EXPORT> --><x:ContractNotice xmlns:x='u'>", None, "")
    assert not recognises(b"<TED_EXPORT>", None, "ContractNotice.xml")
    assert not recognises(b"", None, "")


def test_a_result_names_its_procedure_and_the_notice_that_announced_it() -> None:
    reference = wrap("cac:NoticeDocumentReference", tag("cbc:ID", "00099887-2024", schemeName="notice-id-ref"))
    notice = notice_of(award_notice(process=reference))
    assert (notice.procedure_id, notice.previous_notice) == ("0a1b2c3d-0000-4000-8000-00000000f001", "00099887-2024")

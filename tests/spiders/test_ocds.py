"""OCDS releases, release packages and record packages."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from spiders.format import Unreadable
from spiders.formats import ocds
from tests.spiders.eforms_builder import ORIGIN
from warehouse.records import Award, AwardSupplier, Lot, Notice, Organisation, Record, to_table

Json = dict[str, Any]


def release(**changes: Any) -> Json:
    """A UK award release of invented organisations."""
    said: Json = {
        "ocid": "ocds-b5fd17-0001",
        "id": "rel-1",
        "language": "en",
        "date": "2025-03-11T10:07:26Z",
        "tag": ["award"],
        "tender": {
            "id": "T-1",
            "title": "Case system",
            "description": "A case system for homecare.",
            "classification": {"scheme": "CPV", "id": "48000000"},
            "additionalClassifications": [{"scheme": "CPV", "id": "72000000"}],
            "value": {"amount": 109320.5, "currency": "GBP"},
            "procurementMethod": "open",
            "procurementMethodDetails": "Open procedure",
            "mainProcurementCategory": "services",
            "tenderPeriod": {"endDate": "2025-02-03T17:00:00Z"},
            "contractPeriod": {"startDate": "2025-02-11T00:00:00Z", "endDate": "2026-02-10T00:00:00Z"},
            "numberOfTenderers": 3,
        },
        "parties": [
            {
                "id": "B",
                "name": "Fjordby Council",
                "identifier": {"scheme": "GB-SRS", "id": "x/1"},
                "address": {"locality": "Fjordby", "countryName": "England"},
                "contactPoint": {"name": "Kanarie Fuglsang", "email": "kanarie@fjordby.example"},
                "roles": ["buyer"],
            },
            {
                "id": "S",
                "name": "Northern Light Ltd",
                "identifier": {"scheme": "GB-COH", "id": "7590785"},
                "details": {"scale": "sme"},
                "roles": ["supplier"],
            },
        ],
        "buyer": {"id": "B", "name": "Fjordby Council"},
        "awards": [
            {
                "id": "A-1",
                "status": "active",
                "date": "2025-02-04T00:00:00Z",
                "value": {"amount": 100000, "currency": "GBP"},
                "suppliers": [{"id": "S", "name": "Northern Light Ltd"}, {"id": "S", "name": "Northern Light Ltd"}],
            }
        ],
        "contracts": [{"id": "C-1", "awardID": "A-1", "dateSigned": "2025-02-10T00:00:00Z"}],
    }
    return {**said, **changes}


def read(document: object) -> list[Record]:
    return list(ocds.read(json.dumps(document).encode(), ORIGIN))


def notice_of(document: object) -> Notice:
    return next(record for record in read(document) if isinstance(record, Notice))


def refusal(data: bytes) -> str:
    with pytest.raises(Unreadable) as caught:
        list(ocds.read(data, ORIGIN))
    return caught.value.reason


def test_a_release_is_a_notice_of_its_procedure() -> None:
    notice = notice_of(release())
    assert (notice.notice_id, notice.procedure_id) == ("OCDS:ocds-b5fd17-0001/rel-1", "ocds-b5fd17-0001")
    assert (notice.publication_date, notice.deadline) == (date(2025, 3, 11), date(2025, 2, 3))
    assert (notice.est_value, notice.est_currency) == (Decimal("109320.5"), "GBP")
    assert (notice.cpv_main, notice.cpv_all) == ("48000000", ("48000000", "72000000"))
    assert (notice.country, notice.language, notice.notice_kind) == ("GB", "EN", "result")
    assert notice.duration == "2025-02-11..2026-02-10"


def test_every_record_fits_its_table() -> None:
    records = read(release())
    for kind in {type(record) for record in records}:
        assert to_table(kind, [each for each in records if type(each) is kind]).num_rows > 0


def test_an_award_has_its_supplier_once_with_its_register_number() -> None:
    records = read(release())
    [award] = [record for record in records if isinstance(record, Award)]
    assert (award.value, award.status, award.contract_no) == (Decimal(100000), "awarded", "C-1")
    assert (award.bids_received, award.award_date, award.contract_date) == (3, date(2025, 2, 4), date(2025, 2, 10))
    assert len([record for record in records if isinstance(record, AwardSupplier)]) == 1
    supplier = next(r for r in records if isinstance(r, Organisation) and r.role == "supplier")
    assert (supplier.country, supplier.national_id_normalised, supplier.size) == ("GB", "GB:07590785", "sme")


def test_a_contact_person_leaves_no_trace_but_the_domain() -> None:
    records = read(release())
    assert "anarie" not in str(records)
    assert next(r for r in records if isinstance(r, Organisation)).domain == "fjordby.example"


@pytest.mark.parametrize(
    ("tags", "kind", "is_change"),
    [
        (["planning"], "planning", False),
        (["tender"], "competition", False),
        (["tenderAmendment"], "competition", True),
        (["awardUpdate"], "result", True),
        (["contract"], "result", False),
        (["implementation"], "result", False),
        (["compiled"], "result", False),
    ],
)
def test_the_tag_says_the_kind(tags: list[str], kind: str, is_change: bool) -> None:
    notice = notice_of(release(tag=tags))
    assert (notice.notice_kind, notice.is_change) == (kind, is_change)


def test_packages_records_lists_and_lines_hold_the_same_release() -> None:
    alone = read(release())
    package = {"uri": "x", "publisher": {"name": "p"}, "releases": [release(), release()]}
    record = {"records": [{"ocid": "ocds-b5fd17-0001", "compiledRelease": release()}]}
    bare = {"records": [{"ocid": "ocds-b5fd17-0001", "releases": [release()]}]}
    for document in (package, record, bare, [release()]):
        assert read(document) == alone
    lines = b"\n".join(json.dumps(each).encode() for each in (release(), release(id="rel-2")))
    assert len([r for r in ocds.read(lines, ORIGIN) if isinstance(r, Notice)]) == 2
    assert list(ocds.read(b"\xef\xbb\xbf" + json.dumps(release()).encode(), ORIGIN)) == alone


def test_a_portuguese_persons_tax_number_is_dropped() -> None:
    person = {"id": "S", "name": "Ana Exemplo", "identifier": {"scheme": "PT-NIPPC", "id": "123456780"}}
    records = read(release(parties=[person]))
    supplier = next(r for r in records if isinstance(r, Organisation) and r.role == "supplier")
    assert (supplier.is_natural_person, supplier.national_id) == (True, None)
    assert "123456780" not in str(records)


def test_lots_items_and_days_are_read() -> None:
    tender = {
        "description": "Only a description",
        "items": [{"id": "1", "classification": {"scheme": "CPV", "id": "44619000-2"}}],
        "lots": [{"id": "L1", "title": "Lot", "contractPeriod": {"durationInDays": 510}}],
    }
    records = read(release(tender=tender))
    notice = next(record for record in records if isinstance(record, Notice))
    assert (notice.title, notice.cpv_main, notice.duration) == ("Only a description", "44619000", "510 DAY")
    [lot] = [record for record in records if isinstance(record, Lot)]
    assert (lot.lot_id, lot.duration_value, lot.duration_unit) == ("L1", Decimal(510), "day")


@pytest.mark.parametrize("broken", [None, 7, "x", [], [None], {"amount": "much"}, {"value": {"amount": True}}])
def test_what_breaks_the_schema_in_one_place_is_unknown_there_and_nowhere_else(broken: object) -> None:
    for key in ("tender", "parties", "buyer", "awards", "contracts", "tag", "language", "date"):
        assert notice_of(release(**{key: broken})).procedure_id == "ocds-b5fd17-0001"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b"{", "not_json"),
        (b'{"a": 1}', "unknown_format"),
        (b"[]", "unknown_format"),
        (b"7", "unknown_format"),
        (b'{"ocid": "x"}', "missing_identity"),
        (b'{"ocid": "", "id": "1"}', "missing_identity"),
        (b"\xff\xff{}", "encoding"),
        (b"[" * 200_000, "too_deep"),
    ],
)
def test_what_is_no_release_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    assert refusal(data) == reason


def test_the_keys_are_recognised_not_the_name() -> None:
    assert ocds.FORMAT.recognises(json.dumps(release()).encode()[:4096], None, "x.txt")
    assert not ocds.FORMAT.recognises(b'{"title": "ocid"}', "application/json", "ocds.json")
    assert not ocds.FORMAT.recognises(b"<a/>", None, "release.json")

"""The notices as XML: where eForms and TED_EXPORT readers look, there stands what the world's events say."""

from __future__ import annotations

import io
import tarfile
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from spiders.rehearsal.issues import has_issue, issue_days, issue_number, quarter_of
from spiders.rehearsal.markup import element, text
from spiders.rehearsal.notices import NoticeEvent
from spiders.rehearsal.packages import member_name, packed, write_notice
from spiders.rehearsal.parties import spelt
from spiders.rehearsal.world import World
from tests.spiders.rehearsal_reference import the_world

NS = {
    "cac": "urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2",
    "cbc": "urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2",
    "efac": "http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1",
    "efbc": "http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1",
    "efext": "http://data.europa.eu/p27/eforms-ubl-extensions/1",
    "ext": "urn:oasis:names:specification:ubl:schema:xsd:CommonExtensionComponents-2",
    "ted": "http://publications.europa.eu/resource/schema/ted/R2.0.9/publication",
}
EXT = "/*/ext:UBLExtensions/ext:UBLExtension/ext:ExtensionContent/efext:EformsExtension"
NR = f"{EXT}/efac:NoticeResult"
LOT = "/*/cac:ProcurementProjectLot[cbc:ID/@schemeName='Lot']"


@pytest.fixture(scope="module")
def world() -> World:
    return the_world()


def _labelled(world: World, label: str) -> NoticeEvent:
    return next(notice for notice in world.notices if notice.label == label)


class Tree:
    """A notice's XML, asked by the XPaths of the standards."""

    def __init__(self, notice: NoticeEvent) -> None:
        self.root = etree.fromstring(write_notice(notice))

    def all(self, path: str) -> list[str]:
        found = self.root.getroottree().xpath(path, namespaces=NS)
        return [item if isinstance(item, str) else item.text for item in found]

    def one(self, path: str) -> str:
        (found,) = self.all(path)
        return found


def _winners(tree: Tree) -> list[tuple[str, tuple[str, ...]]]:
    """Amount and company numbers of every winner, by the only safe way: result, contract, bid, party, organisation."""
    rows = []
    results = tree.root.xpath(".//efac:NoticeResult/efac:LotResult", namespaces=NS)
    for result in results:
        if result.findtext("cbc:TenderResultCode", namespaces=NS) == "clos-nw":
            continue
        for contract_id in result.xpath("efac:SettledContract/cbc:ID/text()", namespaces=NS):
            bids = tree.all(f"{NR}/efac:SettledContract[cbc:ID='{contract_id}']/efac:LotTender/cbc:ID")
            for bid in bids:
                base = f"{NR}/efac:LotTender[cbc:ID='{bid}']"
                party = tree.one(f"{base}/efac:TenderingParty/cbc:ID")
                firms = tree.all(f"{NR}/efac:TenderingParty[cbc:ID='{party}']/efac:Tenderer/cbc:ID")
                company = f"{EXT}/efac:Organizations/efac:Organization/efac:Company"
                where = "[cac:PartyIdentification/cbc:ID='{}']/cac:PartyLegalEntity/cbc:CompanyID"
                numbers = tuple(tree.one(company + where.format(firm)) for firm in firms)
                rows.append((tree.one(f"{base}/cac:LegalMonetaryTotal/cbc:PayableAmount"), numbers))
    return rows


def test_every_eforms_notice_has_its_identity_at_the_paths_of_the_standard(world: World) -> None:
    for notice in world.notices:
        if notice.form != "eforms":
            continue
        tree = Tree(notice)
        assert tree.one(f"{EXT}/efac:Publication/efbc:NoticePublicationID").lstrip("0") == notice.notice_id
        issue = f"{issue_number(notice.published)}/{notice.published.year}"
        assert tree.one(f"{EXT}/efac:Publication/efbc:GazetteID") == issue
        assert tree.one("/*/cbc:ContractFolderID") == notice.procedure
        assert tree.one("/*/cac:ProcurementProject/cbc:Name") == notice.title
        cpv = "/*/cac:ProcurementProject/cac:MainCommodityClassification/cbc:ItemClassificationCode"
        assert tree.one(cpv) == notice.cpv
        assert len(tree.all("/*/cac:ContractingParty/cac:Party/cac:PartyIdentification/cbc:ID")) == len(notice.buyers)
        assert tree.one("/*/cbc:CustomizationID").startswith("eforms-sdk-1.")


def test_winners_read_the_safe_way_are_those_of_the_event(world: World) -> None:
    results = [n for n in world.notices if n.form == "eforms" and n.kind in {"result", "veat"} and n.contracts]
    assert len(results) > 500
    for notice in results:
        if any(bid.value is None for _, _, bid in notice.winning()):
            continue
        expected = [
            (str(bid.value), tuple(party.national_id for party in bid.suppliers)) for _, _, bid in notice.winning()
        ]
        assert sorted(_winners(Tree(notice))) == sorted(expected), notice.label


def test_losers_are_listed_but_settle_no_contract(world: World) -> None:
    with_losers = [n for n in world.notices if any(bid.rank > 1 for bid in n.bids)]
    assert len(with_losers) > 20
    for notice in with_losers:
        settled = {bid_id for contract in notice.contracts for bid_id in contract.bid_ids}
        listed = {bid_id for outcome in notice.outcomes for bid_id in outcome.bid_ids}
        losers = {bid.bid_id for bid in notice.bids if bid.rank > 1}
        assert losers <= listed
        assert not losers & settled


def test_a_withheld_value_is_minus_one_and_says_so(world: World) -> None:
    tree = Tree(_labelled(world, "planted:withheld"))
    assert tree.one(f"{NR}/cbc:TotalAmount") == "-1"
    field = f"{NR}/efac:LotTender/efac:FieldsPrivacy/efbc:FieldIdentifierCode"
    assert tree.one(field) == "win-ten-val"


def test_a_framework_repeats_its_ceiling_for_each_of_six_winners(world: World) -> None:
    tree = Tree(_labelled(world, "planted:framework"))
    amounts = tree.all(f"{NR}/efac:LotTender/cac:LegalMonetaryTotal/cbc:PayableAmount")
    assert amounts == ["1200000000"] * 6
    assert tree.one(f"{NR}/efbc:OverallMaximumFrameworkContractsAmount") == "1200000000"
    system = "cac:TenderingProcess/cac:ContractingSystem/cbc:ContractingSystemTypeCode[@listName='framework-agreement']"
    assert tree.one(f"{LOT}/{system}") == "fa-w-rc"


def test_call_offs_name_their_customers_only_in_the_bid_reference(world: World) -> None:
    tree = Tree(_labelled(world, "planted:calloff"))
    said = tree.all(f"{NR}/efac:LotTender/efac:TenderReference/cbc:ID")
    assert said == ["Tangkær Kommune", "Ulvedal Kommune", "Region Sundkyst"]


def test_a_correction_names_the_notice_and_version_it_changes(world: World) -> None:
    wrong, right = _labelled(world, "planted:corrected:wrong"), _labelled(world, "planted:corrected:right")
    tree = Tree(right)
    assert tree.one(f"{EXT}/efac:Changes/efbc:ChangedNoticeIdentifier") == f"{wrong.uuid}-01"
    assert tree.one("/*/cbc:VersionID") == "02"
    assert tree.one(f"{EXT}/efac:NoticeSubType/cbc:SubTypeCode") == "29"


def test_corrections_refer_in_both_ways(world: World) -> None:
    references = [notice.correction_of or "" for notice in world.notices if notice.correction_of]
    by_number = [reference for reference in references if reference.count("-") == 1]
    assert by_number
    assert len(by_number) < len(references)


def test_a_modification_points_to_the_award_and_lists_no_results(world: World) -> None:
    first, after = _labelled(world, "planted:amended:first"), _labelled(world, "planted:amended:after")
    tree = Tree(after)
    assert tree.one(f"{EXT}/efac:ContractModification/efbc:ChangedNoticeIdentifier") == first.notice_id
    assert tree.one(f"{EXT}/efac:NoticeSubType/cbc:SubTypeCode") == "38"
    assert tree.one(f"{NR}/efac:LotTender/cac:LegalMonetaryTotal/cbc:PayableAmount") == "12500000"


def test_the_expiring_contract_states_its_end_and_no_renewal(world: World) -> None:
    tree = Tree(_labelled(world, "planted:expiring"))
    period = f"{LOT}/cac:ProcurementProject/cac:PlannedPeriod"
    assert tree.one(f"{period}/cbc:EndDate").startswith("2027-03-31")
    assert not tree.all(f"{LOT}/cac:ProcurementProject/cac:ContractExtension/cbc:MaximumNumberNumeric")


def test_some_direct_awards_leave_out_the_result_code(world: World) -> None:
    codes = [Tree(n).all(f"{NR}/efac:LotResult/cbc:TenderResultCode") for n in world.notices if n.kind == "veat"]
    assert [] in codes
    assert ["selec-w"] in codes


def test_contact_persons_and_owners_stand_in_the_raw_files_only(world: World) -> None:
    said = write_notice(_labelled(world, "planted:framework")).decode()
    assert any(
        person.name in said and person.email in said and person.phone in said for person in world.contact_persons
    )
    owned = [notice for notice in world.notices if notice.owner]
    assert owned
    assert "UltimateBeneficialOwner" in write_notice(owned[0]).decode()
    pages = (site.body(p, 2) for site in world.sites.values() for p in site.pages.values())
    surnames = {person.name.split()[1].encode() for person in world.contact_persons}
    assert not any(surname in body for body in pages for surname in surnames)


def test_legacy_notices_stand_at_the_paths_of_their_form(world: World) -> None:
    legacy = [notice for notice in world.notices if notice.form == "ted_export"]
    assert {notice.kind for notice in legacy} >= {"competition", "result", "veat"}
    for notice in legacy:
        tree = Tree(notice)
        assert tree.one("/ted:TED_EXPORT/@DOC_ID").lstrip("0") == notice.notice_id
        base = "/ted:TED_EXPORT/ted:FORM_SECTION/*[@CATEGORY='ORIGINAL']"
        assert tree.one(f"{base}/ted:OBJECT_CONTRACT/ted:TITLE/ted:P") == notice.title
        assert tree.one(f"{base}/ted:OBJECT_CONTRACT/ted:CPV_MAIN/ted:CPV_CODE/@CODE") == notice.cpv
        awards = f"{base}/ted:AWARD_CONTRACT/ted:AWARDED_CONTRACT"
        names = tree.all(f"{awards}/ted:CONTRACTORS/ted:CONTRACTOR/ted:ADDRESS_CONTRACTOR/ted:OFFICIALNAME")
        assert names == [party.name for _, _, bid in notice.winning() for party in bid.suppliers]
        values = [Decimal(value) for value in tree.all(f"{awards}/ted:VALUES/ted:VAL_TOTAL")]
        assert values == [bid.value for _, _, bid in notice.winning() if bid.value and bid.value > 0]


def test_a_package_holds_its_members_by_name_and_is_the_same_bytes_each_time() -> None:
    members = {"20261001_190/00000002_2026.xml": b"<b/>", "20261001_190/00000001_2026.xml": b"<a/>"}
    data = packed(members)
    with tarfile.open(fileobj=io.BytesIO(data), mode="r:gz") as archive:
        assert archive.getnames() == sorted(members)
    assert data == packed(dict(reversed(members.items())))


def test_members_are_named_as_the_journal_names_them(world: World) -> None:
    first = world.notices[0]
    assert member_name(first) == f"20231201_240/{first.number:08d}_2023.xml"


def test_issues_appear_on_weekdays_only_and_count_from_one_each_year() -> None:
    for year in (2023, 2024, 2025, 2026):
        days = issue_days(year)
        assert all(has_issue(day) and day.weekday() < 5 for day in days)
        assert [issue_number(day) for day in days[:3]] == [1, 2, 3]
        assert quarter_of(days[-1]) == year * 4 + 3


@given(
    st.text(alphabet=st.characters(min_codepoint=32, exclude_characters="\x7f", exclude_categories=["Cs", "Cn", "Co"]))
)
def test_written_markup_reads_back_as_the_same_text(value: str) -> None:
    root = etree.fromstring(element("a", text("b", value, c=value)).encode())
    assert (root[0].text or "") == value
    assert root[0].get("c") == value


@pytest.mark.parametrize("style", range(7))
def test_every_spelling_of_a_company_number_keeps_its_digits(style: int) -> None:
    assert "".join(letter for letter in spelt("93452267", style) if letter.isdigit()) == "93452267"

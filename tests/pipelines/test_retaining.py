"""Contact persons go from evidence that has grown old, all of them and nothing else."""

import base64
import json
import tarfile
from datetime import timedelta
from pathlib import Path

import pytest

from pipelines.masking import masked_by
from pipelines.purging import purge
from pipelines.retaining import Contacts, retain
from spiders.format import Unreadable
from spiders.formats import formats, recognise
from tests.spiders.eforms_builder import ORIGIN, WINNER, award_notice, organisation, tag, wrap
from warehouse.archive import Archive
from warehouse.ledger import Ending, Ledger
from warehouse.settings import Workspace, now


@pytest.fixture
def place(tmp_path: Path) -> Workspace:
    return Workspace(tmp_path / "s").make()


def grown_old(place: Workspace, data: bytes) -> str:
    """Evidence of a hundred days ago."""
    evidence_id = Archive(place.evidence).keep(data)
    with Ledger(place.ledger) as ledger:
        ledger.note_evidence(evidence_id=evidence_id, source="s", url=None, media_type=None, size=len(data))
        ledger.rows("update evidence set first_seen = ?", ((now() - timedelta(days=100)).isoformat(),))
    return evidence_id


def retained(place: Workspace, data: bytes) -> bytes:
    """What is held in the place of evidence after its time."""
    grown_old(place, data)
    retain(place, days=90)
    with Ledger(place.ledger) as ledger:
        (held,) = ledger.rows("select evidence_id, bytes from evidence")
    masked = Archive(place.evidence).read(held["evidence_id"])
    assert held["bytes"] == len(masked) == len(data)
    return masked


def records(data: bytes) -> list[str] | str:
    """What the reader of such bytes makes of them."""
    form = recognise(formats(), head=data[:4096], media_type=None, name="")
    assert form is not None
    try:
        return [repr(record) for record in form.read(data, ORIGIN)]
    except Unreadable as refusal:
        return refusal.reason


@pytest.mark.parametrize("empty", ["<cac:Contact/>", "<cac:Contact />", '<cac:Contact languageID="a>b"/>'])
def test_an_empty_contact_opens_no_block(place: Workspace, empty: str) -> None:
    contact = wrap("cac:Contact", tag("cbc:Name", "Ole Holm"))
    parties = [
        organisation("ORG-0001", "Fjordby Kommune", number="10000009", extra=empty),
        WINNER,
        organisation("ORG-0003", "Sydvind Data ApS", number="10000025", extra=contact),
    ]
    notice = award_notice(organisations=parties).data()
    masked = retained(place, notice)
    assert masked == notice.replace(b"Ole Holm", b"xxx xxxx")
    assert records(masked) == records(notice)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ("<ATTENTION>Ole Holm</ATTENTION>", "<ATTENTION>xxx xxxx</ATTENTION>"),
        ("<MEMBER_NAME>Holm Ole (formand)</MEMBER_NAME>", "<MEMBER_NAME>xxxx xxx xxxxxxxxx</MEMBER_NAME>"),
        ("<MEMBER_NAMES><P>Ole</P></MEMBER_NAMES>", "<MEMBER_NAMES><P>xxx</P></MEMBER_NAMES>"),
        (
            "<cac:TechnicalCommitteePerson><cbc:FamilyName>Holm</cbc:FamilyName></cac:TechnicalCommitteePerson>",
            "<cac:TechnicalCommitteePerson><cbc:FamilyName>xxxx</cbc:FamilyName></cac:TechnicalCommitteePerson>",
        ),
        ("<E_MAIL>oh@a.example; jb@b.example</E_MAIL>", "<E_MAIL>xx@a.examplex xx@b.example</E_MAIL>"),
        ("<CONTACT_POINT>oh@a.example, Ole</CONTACT_POINT>", "<CONTACT_POINT>xx@a.examplex xxx</CONTACT_POINT>"),
        ("<PHONE><![CDATA[+45 1]]></PHONE>", "<PHONE><![CDATA[xxx x]]></PHONE>"),
        ("<ATTENTION>Ole > Bo<!-- Ib --></ATTENTION>", "<ATTENTION>xxx x xx<!-- xx --></ATTENTION>"),
    ],
)
def test_whoever_a_notice_names_for_contact_or_in_a_jury_goes(place: Workspace, said: str, left: str) -> None:
    name = "<OFFICIALNAME>Holm A/S</OFFICIALNAME>"
    masked = retained(place, f"<N>{name}{said}{name}</N>".encode())
    assert masked.decode() == f"<N>{name}{left}{name}</N>"


def test_contacts_of_open_contracting_data_go_and_the_rest_stays_json(place: Workspace) -> None:
    contact = {"name": 'Ole "Øb" Holm', "email": "oh@a.example", "also": [{"name": "Bo"}], "languages": ["da"]}
    said = {"parties": [{"name": "Holm A/S", "contactPoint": contact, "id": "1"}], "ocid": "ocds-1"}
    masked = json.loads(retained(place, json.dumps(said).encode()))
    assert masked["parties"][0].pop("contactPoint") == {
        "name": "xxx xxxxxxxxxxx xxxx",
        "email": "xx@a.example",
        "also": [{"name": "xx"}],
        "languages": ["xx"],
    }
    assert masked == {"parties": [{"name": "Holm A/S", "id": "1"}], "ocid": "ocds-1"}


def steered(place: Workspace, data: bytes) -> None:
    """An answer of a hundred days ago that only steered a crawl."""
    evidence_id = Archive(place.evidence).keep(data)
    with Ledger(place.ledger) as ledger:
        ledger.begin_crawl(crawl_id="c", night_id="n", source="udbud")
        fetch = ledger.plan(crawl_id="c", source="udbud", request_key="page 1", url="https://api.example/1")
        assert fetch is not None
        ledger.end(fetch, Ending(outcome="ok", evidence_id=evidence_id, bytes=len(data)))
        ledger.rows("update fetch set ended_at = ?", ((now() - timedelta(days=100)).isoformat(),))


def notices_of_page(place: Workspace) -> list[bytes]:
    """The notices in the one answer that is held, which the ledger names."""
    with Ledger(place.ledger) as ledger:
        (row,) = ledger.rows("select evidence_id from fetch")
    (path,) = place.evidence.glob("??/*")
    assert path.name.startswith(row["evidence_id"])
    rows = json.loads(Archive(place.evidence).read(row["evidence_id"]))["bekendtgoerelser"]
    return [base64.b64decode(one["bekendtgoerelseXml"]) for one in rows]


@pytest.mark.parametrize("slash", ["/", "\\/"])
def test_notices_within_an_answer_that_steered_a_crawl_are_masked_as_well(place: Workspace, slash: str) -> None:
    notice = "<N>ø??~<cac:Contact><cbc:Name>Ole Holm</cbc:Name></cac:Contact></N>".encode()
    page = {"bekendtgoerelser": [{"noticeId": "1", "bekendtgoerelseXml": base64.b64encode(notice).decode()}]}
    steered(place, json.dumps(page).replace("/", slash).encode())
    assert (retain(place, days=90).redacted, retain(place, days=90).looked_at) == (1, 0)
    assert notices_of_page(place) == [notice.replace(b"Ole Holm", b"xxx xxxx")]


def test_a_person_is_taken_out_of_notices_within_an_answer_as_well(place: Workspace) -> None:
    notice = "<N><cbc:Note>Spørg Kirstine Ørnhøj om lot 2</cbc:Note></N>".encode()
    page = {"bekendtgoerelser": [{"noticeId": "1", "bekendtgoerelseXml": base64.b64encode(notice).decode()}]}
    steered(place, json.dumps(page).encode())
    assert purge(place, ["Kirstine Ørnhøj"]).masked == 1
    assert notices_of_page(place) == ["<N><cbc:Note>Spørg xxxxxxxx xxxxxx om lot 2</cbc:Note></N>".encode()]


@pytest.mark.shared_data
def test_no_reader_misses_what_goes_from_real_notices(place: Workspace, shared_data: Path) -> None:
    shelf, changed = formats(), 0
    with tarfile.open(shared_data / "notices.tar.xz") as package:
        for member in package:
            if not member.name.endswith((".xml", ".json")):
                continue
            stream = package.extractfile(member)
            data = stream.read() if stream else b""
            masked = masked_by(Contacts(), data)
            changed += masked != data
            assert len(masked) == len(data)
            assert b"<ATTENTION>" not in masked or b"<ATTENTION>x" in masked, member.name
            if changed % 20 == 0 and recognise(shelf, head=data[:4096], media_type=None, name=""):
                assert records(masked) == records(data), member.name
    assert changed > 3000

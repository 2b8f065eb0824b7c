"""No person past reading, and no sole trader by name: in records, tables and exported files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pytest

from spiders.format import Origin
from spiders.formats import eforms, ted_export
from tests.spiders import eforms_builder as new
from tests.spiders import ted_builder as old
from tests.warehouse.drawing import STUDY, column, made, table_of
from warehouse.database import Building
from warehouse.edition import Edition, export_sql, write_edition_database
from warehouse.model import build
from warehouse.raw import RAW
from warehouse.records import READ_KINDS, Record, to_table

FIRST = ("Alva", "Birk", "Cille", "Dagny", "Ejner", "Folke", "Gerda", "Halfdan", "Inger", "Jorun")
LAST = ("Kanarsen", "Lærkedal", "Musvitgaard", "Nattergalsen", "Orrebak", "Pirolstrup", "Ravnekjær", "Sangdrossel")
CANARIES = 500


@dataclass(frozen=True)
class Canary:
    """An invented person whose name, mail and phone must be found nowhere."""

    first: str
    last: str
    email: str
    phone: str


def canary(number: int) -> Canary:
    first, last = FIRST[number % len(FIRST)], f"{LAST[number // 10 % len(LAST)]}{chr(97 + number % 26)}{number:03}"
    serial = f"{93_234_567 + 7_918 * number}"
    phone = " ".join(serial[place : place + 2] for place in range(0, 8, 2))
    return Canary(first, last, f"{first}.{last}@post{number}.example".lower(), phone)


def eforms_notice(number: int, contact: Canary, owner: Canary, judge: Canary) -> bytes:
    touch = new.wrap(
        "cac:Contact",
        new.tag("cbc:Name", f"{contact.first} {contact.last}"),
        new.tag("cbc:Telephone", contact.phone),
        new.tag("cbc:ElectronicMail", contact.email),
    )
    people = new.tag("cbc:FirstName", owner.first) + new.tag("cbc:FamilyName", owner.last)
    mails = new.wrap("cac:Contact", new.tag("cbc:ElectronicMail", owner.email), new.tag("cbc:Telephone", owner.phone))
    owned = new.wrap("efac:UltimateBeneficialOwner", new.tag("cbc:ID", "UBO-0001"), people, mails)
    member = new.wrap(
        "cac:TechnicalCommitteePerson",
        new.tag("cbc:FirstName", judge.first),
        new.tag("cbc:FamilyName", judge.last),
        new.wrap("cac:Contact", new.tag("cbc:ElectronicMail", judge.email), new.tag("cbc:Telephone", judge.phone)),
    )
    jury = new.wrap("cac:TenderingTerms", new.wrap("cac:AwardingTerms", member))
    buyer = new.organisation("ORG-0001", "Fjordby Kommune", number="10000009", extra=touch)
    description = f"Spørgsmål til {contact.email} eller tlf. {contact.phone}."
    return new.award_notice(
        number=f"{number:08}-2025",
        notice_id=f"0a1b2c3d-0000-4000-8000-{number:012}",
        organisations=[buyer, new.WINNER, new.LOSER, owned],
        tail=jury,
        project=new.project("Nyt fagsystem", description=description),
    ).data()


def ted_notice(number: int, contact: Canary, winner: Canary) -> bytes:
    def touch(person: Canary) -> str:
        return (
            old.tag("CONTACT_POINT", f"{person.first} {person.last}")
            + old.tag("PHONE", f"+45 {person.phone}")
            + old.tag("E_MAIL", person.email)
        )

    body = old.wrap(
        "CONTRACTING_BODY",
        old.address("ADDRESS_CONTRACTING_BODY", "Fjordby Kommune", number="10000009", extra=touch(contact)),
    )
    firm = old.wrap("CONTRACTOR", old.address("ADDRESS_CONTRACTOR", "Nordlys Systemer A/S", extra=touch(winner)))
    awarded = old.awarded(old.wrap("CONTRACTORS", firm))
    return old.Ted(number=f"{number}-2021", body=body + old.thing("Nyt fagsystem", old.lot("1", "Et")) + awarded).data()


def traces_in(text: str, people: list[Canary]) -> set[str]:
    """Family names and phone numbers of the planted that stand in a text, however they are spelt or glued.

    First names, whole names and addresses of mail all hold the family name. One pattern of stems is a thousand times
    faster than a search for each trace.
    """
    names = {person.last.lower() for person in people}
    phones = {person.phone.replace(" ", "") for person in people}
    said = re.findall(rf"(?:{'|'.join(LAST)})[a-z]\d{{3}}".lower(), text.lower())
    numbers = (found.replace(" ", "") for found in re.findall(r"(?=(\d\d ?\d\d ?\d\d ?\d\d))", text))
    return names.intersection(said) | phones.intersection(numbers)


def readings() -> tuple[list[Canary], list[Record], str]:
    """The planted persons, all records that the readers give, and the bytes as one text."""
    people = [canary(number) for number in range(CANARIES)]
    records: list[Record] = []
    raw = []
    for number in range(100):
        data = eforms_notice(number + 1, *people[3 * number : 3 * number + 3])
        raw.append(data)
        records += eforms.read(data, Origin(evidence_id=f"{number:064}", source="test"))
    for number in range(100):
        data = ted_notice(number + 1, *people[300 + 2 * number : 302 + 2 * number])
        raw.append(data)
        records += ted_export.read(data, Origin(evidence_id=f"{1000 + number:064}", source="test"))
    return people, records, "\n".join(data.decode() for data in raw)


def everything(folder: Path, edition: Edition) -> Iterator[tuple[str, str]]:
    """Every table of an edition: as stored, and as exported CSV."""
    for table in edition.tables():
        sheet = folder / f"{table}.csv"
        export_sql(edition, f"from {table}", {"csv": sheet})
        yield f"{table}.csv", sheet.read_text(encoding="utf-8")
        yield table, "\n".join(str(row) for row in edition.query(f"from {table}"))


def test_none_of_five_hundred_planted_persons_is_found_anywhere(tmp_path: Path) -> None:
    people, records, published = readings()
    assert len({person.last for person in people}) == CANARIES
    assert all(trace in published for person in people for trace in (person.last, person.email, person.phone))
    with Building(tmp_path / "b.duckdb", fresh=True) as building:
        building.load_table("study", table_of(STUDY, RAW["study"]))
        for kind in READ_KINDS:
            rows = [record for record in records if type(record) is kind]
            building.load_table(kind.kind, to_table(kind, rows))
        build(building)
        places = {f"raw.{name}": str(building.query(f"from raw.{name}")) for name in building.names("raw")}
        write_edition_database(building, tmp_path / "edition" / "overblik.duckdb")
    with Edition(tmp_path / "edition") as edition:
        assert edition.query("select count(*) as n from mart.award") == [{"n": 200}]
        places |= dict(everything(tmp_path, edition))
    places["records"] = "\n".join(map(str, records))
    assert "Nordlys Systemer" in places["records"], "a firm is no person"
    assert "Nordlys Systemer" in places["mart.award.csv"]
    assert len(traces_in(published, people)) == 2 * CANARIES, "the search itself finds them where they stand"
    found = {place: traces for place, text in places.items() if (traces := traces_in(text, people))}
    assert found == {}


SOLE = {
    "notice": """
        notice_id | publication_date
        1-2025    | 2025-03-03
    """,
    "award": """
        notice_id | award_id | value   | currency
        1-2025    | 1        | 1000000 | DKK
    """,
    "award_supplier": """
        notice_id | award_id | organisation_key
        1-2025    | 1        | a
    """,
    "organisation": """
        notice_id | organisation_key | role     | name                 | national_id_normalised | is_natural_person
        1-2025    | a                | supplier | Kode v/ Ida Ibsen    | DK:10000009            | true
        1-2025    | b                | supplier | Ibsen Kode           | DK:10000009            | false
        1-2025    | c                | buyer    | Fjordby Kommune      | DK:10000017            | false
        1-2025    | d                | supplier | Nordlys v/ Bo Bonde  | DK:10000025            | true
    """,
    "resolution": """
        organisation_key | player_id          | layer | reason
        a                | DK:10000009        | id    | Its number is 10000009.
        b                | DK:10000009        | id    | Its number is 10000009.
        d                | name:bo-bonde-1234 | name  | Its name is the same (Bo Bonde).
    """,
    "player": """
        player_id          | name              | national_id | website                | class_reason
        DK:10000009        | Kode v/ Ida Ibsen | DK:10000009 | https://idaibsen.example | Ida Ibsen is a vendor.
        name:bo-bonde-1234 | Bo Bonde          |             |                        | Bo Bonde is a vendor.
    """,
}
MASK = "Enkeltmandsvirksomhed / sole trader "


@pytest.fixture(scope="module")
def masked() -> Iterator[Building]:
    with made("mart.award", "mart.award_supplier", "mart.supplier_share", "mart.player_profile", **SOLE) as building:
        yield building


def test_a_sole_trader_is_masked_in_every_table_however_it_is_named(masked: Building) -> None:
    for schema in ("core", "mart"):
        for name in masked.names(schema):
            said = str(masked.query(f"from {schema}.{name}"))
            for trace in ("Ibsen", "ibsen", "10000009", "10000025", "Bonde", "bonde"):
                assert trace not in said, f"{schema}.{name}"


def test_a_sole_trader_keeps_a_short_key_that_stays_and_tells_it_from_others(masked: Building) -> None:
    names = column(masked, "mart.player", "player_name", "is_person")
    assert len(set(names)) == 2
    assert all(str(name).startswith(MASK) and len(str(name)) == len(MASK) + 8 for name in names)
    assert column(masked, "mart.player", "national_id", "is_person") == [None, None]
    assert column(masked, "mart.player", "player_name", "not is_person") == ["Fjordby Kommune"]
    (supplier,) = column(masked, "mart.award", "supplier_names")
    with made("mart.award", **{name: SOLE[name] for name in SOLE}) as again:
        assert column(again, "mart.award", "supplier_names") == [supplier]


def test_a_public_body_that_one_notice_takes_for_a_person_keeps_its_name() -> None:
    organisation = """
        notice_id | organisation_key | role  | name            | is_natural_person
        1-2025    | a                | buyer | Fjordby Kommune | false
        1-2025    | b                | buyer | Fjordby v/ Ida  | true
    """
    resolution = """
        organisation_key | player_id
        a                | fjordby
        b                | fjordby
    """
    player = """
        player_id | name            | is_public
        fjordby   | Fjordby Kommune | true
    """
    drawn = {"organisation": organisation, "resolution": resolution, "player": player}
    with made("mart.player", notice=SOLE["notice"], **drawn) as building:
        (row,) = building.query("from mart.player")
        assert (row["player_name"], row["names"], row["is_person"]) == ("Fjordby Kommune", ["Fjordby Kommune"], False)


def test_tables_of_records_have_no_column_for_a_person() -> None:
    words = {"contact", "email", "phone", "owner_name", "jury", "person_name"}
    for kind in READ_KINDS:
        names = set(pa.schema(RAW[kind.kind]).names)
        assert not names & words, kind.kind

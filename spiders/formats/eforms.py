"""eForms: the UBL notices that TED and the national portals have published since November 2022.

Every SDK version is read alike, known or not, with its national variants and subtypes (E1–E6, N*, T01, CEI, X*): the
root element decides, never the date. What was never published is refused: reception drafts, examples of the SDK and
templates look exactly like notices, and one of them in the data is worth less than one notice missing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from spiders.format import Format, Origin, Unreadable
from spiders.formats import codes
from spiders.formats.drift import drift_records, is_looked_at, known_paths, unknown_elements
from spiders.formats.eforms_notice import read_notice
from spiders.formats.eforms_paths import NOTICE
from spiders.formats.eforms_results import read_awards
from spiders.formats.parties import Parties, stamp
from spiders.formats.xml import MAX_BYTES, Element, Found, local_name, parse_xml, root_name
from warehouse.records import Record

NAME = "eforms"
VERSION = 2

_PROCUREMENT_ROOTS = frozenset(("PriorInformationNotice", "ContractNotice", "ContractAwardNotice"))
_REGISTRATION_ROOT = "BusinessRegistrationInformationNotice"
_NAMESPACE = "{urn:oasis:names:specification:ubl:schema:xsd:"
_VARIABLE = re.compile(rb"\$\{[A-Za-z_][\w.]*\}")
_NATIONAL_NUMBER = re.compile(r"(?:19|20)\d{2}-\d{4,7}")
_DOFFIN = "urn:fdc:anskaffelser.no"
_NATIVE = "#extended#"
_READ = tuple(NOTICE.paths())


def _recognises(head: bytes, media_type: str | None, name: str) -> bool:
    del media_type, name  # the root element decides
    return root_name(head) in _PROCUREMENT_ROOTS | {_REGISTRATION_ROOT}


def read(data: bytes, origin: Origin) -> Iterable[Record]:
    """The records of one published notice. Raises `Unreadable` with the reason for everything else."""
    root, found = _open(data)
    if b"$" in data and _VARIABLE.search(data):
        raise Unreadable("template", "the notice holds unexpanded ${variables}")
    return _records(root, found, origin, notice_id=published_id(found, origin))


def extract(data: bytes, origin: Origin) -> list[Record]:
    """What `read` gives, of a notice that need not be published: without a number its UUID and version name it."""
    root, found = _open(data)
    number = codes.publication_number(origin.publication_number or found.get("number"))
    return _records(root, found, origin, notice_id=number or _own_id(found, fallback=origin.evidence_id))


def _open(data: bytes) -> tuple[Element, Found]:
    root = parse_xml(data, mixed=False)
    kind = local_name(root)
    if kind == _REGISTRATION_ROOT:
        raise Unreadable("not_procurement", "a company registration (EEIG, SE or SCE)")
    if kind not in _PROCUREMENT_ROOTS or not str(root.tag).startswith(_NAMESPACE):
        raise Unreadable("unknown_format", f"root element {str(root.tag)[:120]}")
    return root, NOTICE.read(root)


def published_id(found: Found, origin: Origin) -> str:
    """The key of a notice that was really published. Raises `Unreadable` where nothing says that it was."""
    own = found.get("id")
    doffin = _DOFFIN in (found.get("customization") or "")
    if doffin and own and _NATIONAL_NUMBER.fullmatch(own):
        # The converter of old Norwegian notices puts the number of the *previous* notice where the own one belongs.
        return f"DOFFIN:{own}"
    said = origin.publication_number or found.get("number")
    number = codes.publication_number(said)
    if number is not None:
        if codes.is_placeholder_number(number):
            raise Unreadable("placeholder_number", number)
        if int(number[-4:]) < codes.FIRST_EFORMS_YEAR:
            raise Unreadable("not_a_published_notice", f"{number} was published before eForms began: a conversion")
        return number
    if said and _NATIONAL_NUMBER.fullmatch(said.strip()):
        publisher = "DOFFIN" if doffin else (origin.publisher or origin.source).upper()
        return f"{publisher}:{said.strip()}"
    if doffin and _NATIVE in (found.get("customization") or "") and own:
        return f"DOFFIN:{_own_id(found)}"
    raise Unreadable("not_a_published_notice", "no publication number, neither in the notice nor from its channel")


def _own_id(found: Found, *, fallback: str | None = None) -> str:
    own = found.get("id") or fallback
    if own is None:
        raise Unreadable("missing_identity", "no notice id and no publication number")
    return f"{own}-{found.get('version') or '01'}"


def _records(root: Element, found: Found, origin: Origin, *, notice_id: str) -> list[Record]:
    marks = stamp(origin, FORMAT.reader)
    parties = Parties(notice_id=notice_id, marks=marks)
    reading = read_notice(root, found, origin, notice_id=notice_id, marks=marks, parties=parties)
    awards = read_awards(found, notice_id=notice_id, marks=marks, parties=parties, reading=reading)
    records: list[Record] = [reading.notice, *reading.lots, *awards, *parties.records(), *reading.texts]
    if is_looked_at(origin):
        unknown = unknown_elements(root, known_paths(NAME, read=_READ))
        records += drift_records(unknown, form=NAME, notice_id=notice_id, marks=marks)
    return records


FORMAT = Format(name=NAME, version=VERSION, max_bytes=MAX_BYTES, recognises=_recognises, read=read)

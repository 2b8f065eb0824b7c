"""Organisations as records: one way from what any notice says of a buyer or supplier to `Organisation`.

People end here. A contact's name, telephone and e-mail are never passed in, but for the domain behind the `@`; a
personal tax number is dropped, and whoever trades under the own name is marked, so that nothing later ranks persons.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TypedDict

from spiders.format import Origin
from spiders.formats import wording
from spiders.formats.national_ids import judge_national_id
from warehouse.records import Organisation, organisation_key


class Stamp(TypedDict):
    """The four fields that every record carries, ready to be unpacked into its constructor."""

    evidence_id: str
    part: str
    source: str
    reader: str


def stamp(origin: Origin, reader: str) -> Stamp:
    """What records read from this origin by this reader (`name@version`) carry."""
    return {"evidence_id": origin.evidence_id, "part": origin.part, "source": origin.source, "reader": reader}


_AUTHORITY = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?/*(?:[^/?#@]*@)?([^/?#:\s]+)")
_HOST = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{1,62}")
# Mail providers say nothing of who owns the address.
_FREE_MAIL = frozenset(
    (
        "gmail.com", "googlemail.com", "hotmail.com", "outlook.com", "live.com", "yahoo.com", "icloud.com", "me.com",
        "msn.com", "aol.com", "protonmail.com", "mail.com", "gmx.de", "gmx.net", "web.de", "t-online.de", "wp.pl",
        "o2.pl", "onet.pl", "op.pl", "interia.pl", "abv.bg", "mail.bg", "libero.it", "orange.fr", "wanadoo.fr",
        "free.fr", "laposte.net", "sapo.pt", "seznam.cz", "centrum.cz", "mail.ru", "yahoo.fr", "yahoo.co.uk",
        "hotmail.fr", "hotmail.co.uk", "online.no", "mail.dk", "telia.com", "pec.it", "legalmail.it", "arubapec.it",
    )
)  # fmt: skip
_TOWN_LENGTH = 60
_TRADES_AS = re.compile(r"\bv/\s?[A-ZÆØÅ][a-zæøå]+(?:[\s-]+[A-ZÆØÅ][\w.]*)+")


def domain(website: str | None, email: str | None = None) -> str | None:
    """The registrable-looking host of a website, or else behind an e-mail's `@`, lower-case, without `www.`."""
    for said in (website, email):
        host = _host(said) if said else None
        if host is not None and host not in _FREE_MAIL:
            return host
    return None


def _host(said: str) -> str | None:
    text = said.strip().lower()
    if "@" in text and "/" not in text:
        host = text.rpartition("@")[2]
    else:
        match = _AUTHORITY.match(text)
        host = match.group(1) if match else ""
    host = host.strip(" .").removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    return host if _HOST.fullmatch(host) else None


def _town(said: str | None) -> str | None:
    if not said:
        return None
    return _short_town(said) if len(said) <= _TOWN_LENGTH else wording.line(said)


_short_town = lru_cache(maxsize=4096)(wording.line)


class Party(TypedDict, total=False):
    """What a source says of one organisation; everything optional, everything as published but for the codes."""

    name: str | None
    national_id: str | None
    town: str | None
    postcode: str | None
    country: str | None
    nuts: str | None
    website: str | None
    email: str | None
    size: str | None
    legal_type: str | None
    activity: str | None
    is_natural_person: bool


class Parties:
    """The organisations of one notice, each once per role, in the order in which they were met."""

    def __init__(self, *, notice_id: str, marks: Stamp) -> None:
        self._notice_id = notice_id
        self._marks = marks
        self._held: dict[tuple[str, str], Organisation] = {}

    def add(self, party: Party, *, role: str) -> Organisation | None:
        """The record of a party in a role (buyer or supplier); None where neither a name nor a number is said."""
        said_name = wording.name(party.get("name"))
        place = party.get("country")
        identity = judge_national_id(party.get("national_id"), place)
        natural = bool(party.get("is_natural_person")) or identity.is_personal
        keeps_number = not natural
        if role == "supplier" and said_name and "v/" in said_name and _TRADES_AS.search(said_name):
            natural = True  # a sole trader, but under a business number
        national_id = identity.national_id if keeps_number else None
        if said_name is None and national_id is None:
            return None
        key = organisation_key(name=said_name, national_id=national_id, country=place)
        held = self._held.get((key, role))
        if held is not None:
            return held
        record = Organisation(
            **self._marks,
            notice_id=self._notice_id,
            organisation_key=key,
            role=role,
            name=said_name,
            national_id=national_id,
            national_id_normalised=identity.normalised if keeps_number else None,
            national_id_flag=identity.flag if keeps_number else "missing",
            town=_town(party.get("town")),
            postcode=wording.fold(party.get("postcode")),
            country=place,
            nuts=party.get("nuts"),
            domain=domain(party.get("website"), party.get("email")),
            size=party.get("size"),
            legal_type=party.get("legal_type"),
            activity=party.get("activity"),
            is_natural_person=natural,
        )
        self._held[(key, role)] = record
        return record

    def records(self) -> list[Organisation]:
        """Every organisation met so far."""
        return list(self._held.values())

"""The suppliers of the rehearsal world: twenty-five invented players, most of them private, some public.

Five of them carry a planted truth: a renamed one, a bought one and its buyer, and two that are hard to tell apart.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from spiders.rehearsal.chance import invented_cvr

RENAMED = "vidja"
RENAMED_ON = date(2025, 3, 3)
BOUGHT, ACQUIRER = "laerkesoft", "granit"
BOUGHT_ON = date(2025, 9, 1)
LOOKALIKES = ("solhverv", "solhvervdk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """A supplier. `owner_class` is private, private_equity, foreign_parent, listed, joint_company or community.

    `segments` are keys of `segments.SEGMENTS`, the first one its main one; `former_name` holds until `renamed_on`.
    """

    key: str
    name: str
    cvr: str
    owner_class: str
    role: str
    segments: tuple[str, ...]
    town: str
    language: str = "da"
    parent: str | None = None
    former_name: str | None = None
    renamed_on: date | None = None

    @property
    def host(self) -> str:
        """The host of the vendor's site."""
        return f"{self.key}.example"

    @property
    def is_public(self) -> bool:
        """Whether public bodies own it."""
        return self.owner_class in {"joint_company", "community"}

    def name_on(self, day: date) -> str:
        """The registered name that a notice published on `day` prints."""
        if self.former_name and self.renamed_on and day < self.renamed_on:
            return self.former_name
        return self.name


_ROWS = (
    ("granit", "Granit Systemer A/S", "listed", "system vendor", "business case health", "Lindehoved"),
    ("aldervind", "Aldervind A/S", "private", "system vendor", "case business consulting", "Fjordby"),
    ("boelgedata", "Bølgedata A/S", "private", "integrator", "data integration consulting", "Havnstrup"),
    ("cirrusgaard", "Cirrusgaard ApS", "private", "operator", "operations security", "Nordvig"),
    ("datahoej", "Datahøj A/S", "private_equity", "platform owner", "data integration", "Ulvedal"),
    ("egekode", "Egekode A/S", "private", "consultant", "consulting integration", "Lindehoved"),
    ("fjeldsoft", "Fjeldsoft A/S", "private_equity", "system vendor", "business health case", "Krogvad"),
    ("havblik", "Havblik Rådgivning A/S", "private", "consultant", "consulting data", "Hjortesund"),
    ("isbryder", "Isbryder Sikkerhed ApS", "private", "operator", "security operations", "Lindehoved"),
    ("kildevaeld", "Kildevæld Kode ApS", "private", "integrator", "integration case", "Rugbjerg"),
    ("laerkesoft", "Lærkesoft A/S", "private", "system vendor", "health business", "Granslev"),
    ("mosekilde", "Mosekilde Data A/S", "private", "platform owner", "data", "Stenhøj"),
    ("naervig", "Nærvig It A/S", "private", "operator", "operations business", "Vesterhede"),
    ("orvik", "Orvik Systems A/S", "foreign_parent", "system vendor", "case integration business", "Lindehoved"),
    ("pilehave", "Pilehave Drift A/S", "private_equity", "operator", "operations consulting", "Falkelund"),
    ("rimfrost", "Rimfrost Software A/S", "private", "system vendor", "health case", "Brinkholm"),
    ("solhverv", "Solhverv Data A/S", "private", "integrator", "integration consulting", "Birkekær"),
    ("solhvervdk", "Solhverv Data Danmark A/S", "foreign_parent", "operator", "operations business", "Nørremark"),
    ("vidja", "Vidja Digital A/S", "private", "integrator", "integration consulting data", "Sønderkær"),
    (
        "northquay",
        "Northquay Systems A/S",
        "foreign_parent",
        "platform owner",
        "operations data security",
        "Lindehoved",
    ),
    ("bluefen", "Bluefen Technologies Denmark A/S", "foreign_parent", "system vendor", "health business", "Fjordby"),
    ("vagtskifte", "Vagtskifte Cyber A/S", "private", "operator", "security", "Engbjerg"),
    ("baeltetsit", "Bæltets It-Fællesskab I/S", "joint_company", "operator", "operations integration", "Havnstrup"),
    ("fjordcenter", "Fjordcentret It A/S", "joint_company", "operator", "operations case", "Fjordby"),
    ("kodefaellesskabet", "Kodefællesskabet", "community", "buyer community", "integration case", "Krogvad"),
)

_ENGLISH = {"northquay", "bluefen", "orvik"}
_PARENTS = {BOUGHT: ACQUIRER}


def all_vendors() -> tuple[Vendor, ...]:
    """The twenty-five suppliers in a fixed order."""
    return tuple(
        Vendor(
            key=key,
            name=name,
            cvr=invented_cvr("vendor", key),
            owner_class=owner,
            role=role,
            segments=tuple(segments.split()),
            town=town,
            language="en" if key in _ENGLISH else "da",
            parent=_PARENTS.get(key),
            former_name="Tangsoft A/S" if key == RENAMED else None,
            renamed_on=RENAMED_ON if key == RENAMED else None,
        )
        for key, name, owner, role, segments, town in _ROWS
    )

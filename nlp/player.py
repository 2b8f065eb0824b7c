"""What a player is before resolution (declared by a study, or on the register of known players), and its class.

Registers come before rules, rules before "unknown": a class says in one sentence what decided it. Names alone decide
only where the name is the legal one (a Danish municipality's ends in Kommune); a role such as integrator is never
guessed.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import warehouse

SEEDS = Path(str(warehouse.__file__)).with_name("seeds")

CLASSES = {
    "municipality": True,
    "region": True,
    "state": True,
    "joint_public_company": True,
    "public_body": True,
    "association": None,
    "community": None,
    "research": None,
    "listed": False,
    "private_equity": False,
    "owner_led": False,
    "foreign_parent": False,
    "consultancy": False,
    "private": False,
    "unknown": None,
}
"""Every class, and whether its players are public (None: it differs)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclaredPlayer:
    """A player as a study, or the register of known players, states it. `national_id` is normalised (`DK:12345678`)."""

    player_id: str
    name: str
    aliases: tuple[str, ...] = ()
    national_id: str | None = None
    country: str | None = None
    player_class: str | None = None
    roles: tuple[str, ...] = ()
    parent: str | None = None
    website: str | None = None
    is_focal: bool = False
    is_customer: bool = False
    is_public: bool | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class Classified:
    """A player's class, the layer that decided it (curated, register, rule or unknown), why, and whether public."""

    player_class: str
    layer: str
    reason: str
    is_public: bool | None


@dataclass(frozen=True, slots=True)
class Municipality:
    """A Danish municipality on the official list."""

    name: str
    code: str
    region: str
    nuts3: str


@cache
def registered_municipalities(folder: Path = SEEDS) -> dict[str, Municipality]:
    """The 98 Danish municipalities by normalised id (`DK:<cvr>`)."""
    with (folder / "municipalities.csv").open(encoding="utf-8", newline="") as file:
        return {
            f"DK:{row['cvr']}": Municipality(row["name"], row["code"], row["region"], row["nuts3"])
            for row in csv.DictReader(file)
        }


@cache
def registered_players(folder: Path = SEEDS) -> tuple[DeclaredPlayer, ...]:
    """The known players of Danish public IT, sorted by id."""
    with (folder / "players.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            DeclaredPlayer(
                player_id=row["player_id"],
                name=row["name"],
                aliases=tuple(one for one in row["aliases"].split(";") if one),
                national_id=row["national_id"] or None,
                country=row["country"] or None,
                player_class=row["player_class"] or None,
                roles=tuple(one for one in row["roles"].split(";") if one),
                parent=row["parent"] or None,
                website=row["website"] or None,
                is_public={"true": True, "false": False}.get(row["is_public"]),
                note=row["source_note"] or None,
            )
            for row in sorted(csv.DictReader(file), key=lambda row: row["player_id"])
        )


# eForms code list buyer-legal-type, and the codes of the older TED forms.
_LEGAL_TYPES = {
    "cga": ("state", "central government authority"),
    "def-cont": ("private", "defence contractor"),
    "eu-ins-bod-ag": ("public_body", "institution of the European Union"),
    "int-org": ("public_body", "international organisation"),
    "la": ("municipality", "local authority"),
    "ra": ("region", "regional authority"),
    "body-pl": ("public_body", "body governed by public law"),
    "body-pl-cga": ("public_body", "body governed by public law under the state"),
    "body-pl-la": ("joint_public_company", "body governed by public law under local authorities"),
    "body-pl-ra": ("joint_public_company", "body governed by public law under regional authorities"),
    "pub-undert": ("joint_public_company", "public undertaking"),
    "pub-undert-cga": ("joint_public_company", "public undertaking under the state"),
    "pub-undert-la": ("joint_public_company", "public undertaking under local authorities"),
    "pub-undert-ra": ("joint_public_company", "public undertaking under regional authorities"),
    "MINISTRY": ("state", "ministry or other national authority"),
    "NATIONAL_AGENCY": ("state", "national agency"),
    "REGIONAL_AGENCY": ("public_body", "regional or local agency"),
    "EU_INSTITUTION": ("public_body", "institution of the European Union"),
    "BODY_PUBLIC": ("public_body", "body governed by public law"),
}
_COMPANY = re.compile(
    r"\b(?:a/s|aps|i/s|k/s|p/s|a\.m\.b\.a|amba|as|asa|ab|oy|oyj|gmbh|ag|kg|ltd|limited|plc|llp|llc"
    r"|inc|corp|s\.?p\.?a|s\.?r\.?l|"
    r"sarl|sas|b\.?v|n\.?v|sp\. z o\.o|s\.?r\.?o|d\.?o\.?o)\b\.?(?:\s|$|\))",
    re.IGNORECASE,
)
_RESEARCH = re.compile(r"\b\w*(?:universit|højskole|høgskol|högskola|hochschule|forskningsinstitut)\w*", re.IGNORECASE)
_ASSOCIATION = re.compile(
    r"(?:\b\w*(?:forening|foreningen|förening|forbund|forbundet|landsforening|sammenslutning)\b|\be\.\s?v\.)",
    re.IGNORECASE,
)
_MUNICIPAL_NAME = {
    "DK": re.compile(r"^(?:[^\W\d]|[ .\-])+ kommune$|^kommunen? ", re.IGNORECASE),
    "NO": re.compile(r"\bkommune$", re.IGNORECASE),
    "SE": re.compile(r"\b(?:kommun|stad)$", re.IGNORECASE),
}
_STATE_NAME = re.compile(
    r"^\w*(?:styrelsen|ministeriet|direktoratet)\b|^styrelsen for\b|^statens\b|^rigs(?:politiet|arkivet)", re.I
)
_PUBLIC_OWNER = re.compile(
    r"\b(?:des bundes|der länder|des landes|statlig\w*|statens|kommunal\w*|kommunernes"
    r"|fylkeskommunal\w*|municipal\w*|state-owned)\b",
    re.IGNORECASE,
)
_REGION_NAME = re.compile(r"^region \w+", re.IGNORECASE)


# Names of public bodies in other countries, where the name is said outright.
_PUBLIC_NAMES = (
    (
        "municipality",
        "municipality",
        r"^(?:city of|town of|stadt|landeshauptstadt|ville de|commune de|ajuntament d|ayuntamiento de"
        r"|gemeente|gmina|comune di"
        r"|london borough of|municipality of|câmara municipal)\b|\bborough of\b|\bborough council\b"
        r"|\b(?:kaupunki|kunta)$",
    ),
    (
        "state",
        "state authority",
        r"\b(?:ministry of|ministr\w+ (?:for|van|de)|ministerie van|ministère|ministerium|ministerstwo"
        r"|departementet|home office"
        r"|department (?:of|for)|directorate|direktorat\w*|\w*direktoratet|rijksdienst|bundesamt"
        r"|myndigheten|\w*verket"
        r"|government (?:digital|office)|(?:national|federal|services|state) agency|\w{4,} amet)\b|\w*registrene\b",
    ),
    (
        "public_body",
        "public institution",
        r"^(?:european commission|nhs|council of europe|confederation)\b|\bconfederation\b",
    ),
)


def classify_player(
    *,
    name: str,
    country: str | None,
    national_id: str | None,
    legal_types: Sequence[str],
    is_buyer: bool,
    declared: DeclaredPlayer | None,
) -> Classified:
    """The class of a player, from what is declared, registered, published by its notices, or told by its legal name."""
    if declared is not None and declared.player_class:
        public = declared.is_public if declared.is_public is not None else CLASSES.get(declared.player_class)
        return Classified(declared.player_class, "curated", "The study or the register of players says so.", public)
    if national_id in registered_municipalities():
        return Classified("municipality", "register", "Its CVR number is on the list of Danish municipalities.", True)
    by_name = _class_by_name(name, country)
    for code in legal_types:
        if code in _LEGAL_TYPES or code == "REGIONAL_AUTHORITY":
            return _class_by_code(code, name, by_name)
    if by_name is not None:
        kind, why = by_name
        return Classified(kind, "rule", why, CLASSES[kind])
    if _COMPANY.search(name):
        if _PUBLIC_OWNER.search(name):
            return Classified("joint_public_company", "rule", "It is a company whose name says a public owner.", True)
        if is_buyer:
            return Classified(
                "joint_public_company",
                "rule",
                "It is a company by its name and buys under the procurement rules.",
                True,
            )
        return Classified("private", "rule", "It is a company by the legal form in its name.", False)
    return Classified("unknown", "unknown", "Neither a register nor its name tells what it is.", None)


def _class_by_name(name: str, country: str | None) -> tuple[str, str] | None:
    pattern = _MUNICIPAL_NAME.get(country or "")
    if pattern is not None and pattern.search(name.strip()):
        return "municipality", "Its name is that of a municipality in its country."
    if country == "DK" and _REGION_NAME.search(name) and not _COMPANY.search(name):
        return "region", "Its name is that of a Danish region."
    if country == "DK" and _STATE_NAME.search(name):
        return "state", "Its name is that of a Danish state authority."
    if not _COMPANY.search(name):
        for kind, said, words in _PUBLIC_NAMES:
            if re.search(words, name, re.IGNORECASE):
                return kind, f"Its name is that of a {said}."
    if _RESEARCH.search(name):
        return "research", "Its name is that of a university or research institute."
    if _ASSOCIATION.search(name):
        return "association", "Its name is that of an association."
    return None


def _class_by_code(code: str, name: str, by_name: tuple[str, str] | None) -> Classified:
    """The class by the published buyer type; the legal name tells apart what one code covers."""
    if code == "REGIONAL_AUTHORITY":  # the older forms have one code for regional and local authorities
        kind = by_name[0] if by_name and by_name[0] in ("municipality", "region") else "public_body"
        return Classified(kind, "rule", "Its notices call it a regional or local authority.", True)
    kind, said = _LEGAL_TYPES[code]
    if kind in ("municipality", "region") and _COMPANY.search(name):
        kind = "joint_public_company"
    elif kind in ("municipality", "region") and by_name and by_name[0] in ("municipality", "region", "research"):
        kind = by_name[0]
    elif kind == "public_body" and by_name and by_name[0] == "research":
        kind = "research"
    public = True if kind == "research" else CLASSES[kind]
    return Classified(kind, "rule", f"Its notices call it a {said} (code {code}).", public)

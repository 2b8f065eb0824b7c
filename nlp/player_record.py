"""The record of a player from the organisations that it is: its name, its id, its class and where each comes from."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping

from nlp.clusters import Gathered
from nlp.names import name_key, slug
from nlp.player import DeclaredPlayer, classify_player, registered_municipalities
from nlp.text import tidy
from warehouse.records import Player


def player_record(
    members: list[Gathered],
    national_id: str | None,
    stated: DeclaredPlayer | None,
    *,
    taken: Mapping[str, Player],
) -> Player:
    """The player of a cluster: stated facts first, then what its organisations say most often."""
    countries = Counter(one.country for one in members for _ in range(one.rows) if one.country)
    country = stated.country if stated and stated.country else _most(countries)
    name = stated.name if stated else _published_name(members, national_id)
    national_id = national_id or (stated.national_id if stated else None)
    classified = classify_player(
        name=name,
        country=country,
        national_id=national_id,
        legal_types=sorted(set().union(*(one.legal_types for one in members))),
        is_buyer=any(one.is_buyer for one in members),
        declared=stated,
    )
    domains = Counter(domain for one in members for domain in one.domains)
    return Player(
        player_id=_player_id(members, name, country, national_id, stated, taken),
        name=name,
        country=country,
        national_id=national_id,
        player_class=classified.player_class,
        class_layer=classified.layer,
        class_reason=classified.reason,
        is_public=classified.is_public,
        is_focal=stated.is_focal if stated else False,
        is_customer=stated.is_customer if stated else False,
        roles=stated.roles if stated else (),
        parent_id=stated.parent if stated else None,
        website=stated.website if stated and stated.website else _most(domains),
        source_note=stated.note if stated else None,
    )


def _most(counted: Counter[str]) -> str | None:
    return min(counted, key=lambda one: (-counted[one], one)) if counted else None


def _published_name(members: list[Gathered], national_id: str | None) -> str:
    """The register's name, else the name published most often; ties go to the one not in capitals."""
    if national_id in (register := registered_municipalities()):
        return register[national_id].name
    counted: Counter[str] = Counter()
    for one in members:
        if one.name:
            counted[tidy(one.name)] += one.rows
    if not counted:
        return national_id or "(no name published)"
    return min(counted, key=lambda name: ("Ã" in name, -counted[name], name.isupper(), name))


def _player_id(
    members: list[Gathered],
    name: str,
    country: str | None,
    national_id: str | None,
    stated: DeclaredPlayer | None,
    taken: Mapping[str, Player],
) -> str:
    """An id that stays: declared, else the valid number, else a digest of the name's key and country."""
    for wished in (stated.player_id if stated else None, national_id):
        if wished and wished not in taken:
            return wished
    key = name_key(name)
    said = f"{key.base}|{key.form}|{country or ''}"
    wished = f"name:{slug(name)}-{hashlib.sha256(said.encode()).hexdigest()[:6]}"
    if wished not in taken:
        return wished
    said += "|" + "|".join(one.key for one in members)
    return f"name:{slug(name)}-{hashlib.sha256(said.encode()).hexdigest()[:6]}"

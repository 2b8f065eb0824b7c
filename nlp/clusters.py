"""Organisations gathered by what they say of themselves, and clusters of them that keep what must be kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from nlp.player import DeclaredPlayer


@dataclass(slots=True)
class Gathered:
    """What all rows of one organisation key say together."""

    key: str
    name: str | None
    country: str | None
    national_id: str | None = None
    rows: int = 0
    is_buyer: bool = False
    is_person: bool = False
    legal_types: set[str] = field(default_factory=set)
    domains: set[str] = field(default_factory=set)
    towns: set[str] = field(default_factory=set)
    postcodes: set[str] = field(default_factory=set)


class Clusters:
    """Union-find that never joins two valid ids, nor what a person keeps apart."""

    def __init__(self, organisations: Sequence[Gathered]) -> None:
        self._above: dict[str, str] = {}
        self._ids: dict[str, str] = {one.key: one.national_id for one in organisations if one.national_id}
        self._apart: dict[str, set[str]] = defaultdict(set)
        self._owner: dict[str, DeclaredPlayer] = {}
        self.layer: dict[str, tuple[str, str]] = {}
        self.score: dict[str, float] = {}

    def top(self, key: str) -> str:
        """The name of the cluster that holds this organisation."""
        while (above := self._above.get(key)) is not None:
            if (higher := self._above.get(above)) is not None:
                self._above[key] = higher
            key = above
        return key

    def national_id(self, key: str) -> str | None:
        """The valid id of the cluster, if it has one."""
        return self._ids.get(self.top(key))

    def owner(self, key: str) -> DeclaredPlayer | None:
        """The declared or registered player that the cluster is."""
        return self._owner.get(self.top(key))

    def own(self, key: str, player: DeclaredPlayer) -> None:
        """State which declared or registered player the cluster is; no other's cluster joins it from now on."""
        self._owner[self.top(key)] = player

    def keep_apart(self, left: str, right: str) -> None:
        """Never join these two clusters."""
        left, right = self.top(left), self.top(right)
        self._apart[left].add(right)
        self._apart[right].add(left)

    def may_join(self, left: str, right: str) -> bool:
        """Whether nothing forbids that these two are one."""
        left, right = self.top(left), self.top(right)
        ids = self._ids.get(left), self._ids.get(right)
        if None not in ids and ids[0] != ids[1]:
            return False
        owners = self._owner.get(left), self._owner.get(right)
        if None not in owners and owners[0] != owners[1]:
            return False
        return not any(self.top(other) == right for other in self._apart.get(left, ()))

    def join(self, left: str, right: str, layer: str, reason: str, *, score: float = 1.0) -> bool:
        """Make two clusters one, unless that is forbidden; what was joined keeps the first reason that joined it."""
        tops = sorted((self.top(left), self.top(right)))
        if tops[0] == tops[1]:
            return True
        if not self.may_join(left, right):
            return False
        keeper, other = tops
        self._above[other] = keeper
        if other in self._ids:
            self._ids[keeper] = self._ids.pop(other)
        if other in self._owner:
            self._owner[keeper] = self._owner.pop(other)
        self._apart[keeper] |= self._apart.pop(other, set())
        for key in (left, right):
            if key not in self.layer:
                self.layer[key], self.score[key] = (layer, reason), score
        return True


_COLUMNS = (
    "organisation_key",
    "name",
    "national_id_normalised",
    "country",
    "role",
    "legal_type",
    "domain",
    "town",
    "postcode",
    "is_natural_person",
)


def gather(table: pa.Table) -> list[Gathered]:
    """One entry per organisation key, sorted by key."""
    by_key: dict[str, Gathered] = {}
    columns = [table.column(name).to_pylist() for name in _COLUMNS]
    for key, name, national_id, country, role, legal_type, domain, town, postcode, is_person in zip(
        *columns, strict=True
    ):
        one = by_key.get(key)
        if one is None:
            one = by_key[key] = Gathered(key, name, country)
        one.rows += 1
        if national_id and (one.national_id is None or national_id < one.national_id):
            one.national_id = national_id
        one.is_buyer |= role == "buyer"
        one.is_person |= bool(is_person)
        if legal_type:
            one.legal_types.add(legal_type)
        if domain:
            one.domains.add(domain)
        if town:
            one.towns.add(town)
        if postcode:
            one.postcodes.add(postcode)
    return [by_key[key] for key in sorted(by_key)]

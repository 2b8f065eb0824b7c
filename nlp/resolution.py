"""Who is who: which organisations, as notices name them, are one player.

In this order, each with its reason: a person's judgement, a valid id, a declared or registered name, the same name in
the same country, a likeness of which the pair model is sure (`nlp.pair_model`), and else alone. Two different valid ids
are never one player, whatever the names say; a parent is a relation, never a merge; departments under one number are
one player. The result depends on what is there, not on the order in which it came, and ids stay the same from night to
night. What the model holds for likely but not sure, a person is asked. Rejected: Splink (company names fit it badly:
many weak fields is what it lives on).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import pyarrow as pa

from nlp.clusters import Clusters, Gathered, gather
from nlp.judgements import Judgement, read_judgements
from nlp.names import NameKey, name_key
from nlp.pair_model import MERGE, ScoredPair, scored_pairs
from nlp.player import DeclaredPlayer, registered_players
from nlp.player_record import player_record
from warehouse.raw import STUDY
from warehouse.records import Player, Resolution

# Words that many bodies share; a name of nothing else tells nobody.
_GENERIC_LINES = (
    "kommune kommunen region tribunal administratif ministry ministeriet hospital university commune de la du ville",
    "mairie stadt gemeinde landratsamt konsortium konsortiet consortium leverandor supplier none ingen ukendt na",
)
_GENERIC = frozenset(word for line in _GENERIC_LINES for word in line.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """Two players that a person should look at: how alike (0–1), which layer found it, and why."""

    left_player: str
    right_player: str
    left_name: str
    right_name: str
    layer: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class _Unsure:
    """Two organisation keys that a person should look at: which layer found them, how alike they are, and why."""

    left: str
    right: str
    layer: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """Everything that resolution came to: every organisation key has exactly one resolution."""

    players: list[Player]
    resolutions: list[Resolution]
    review: list[Review]

    def review_table(self) -> pa.Table:
        """The rows of `raw.review`."""
        return pa.Table.from_pylist([asdict(one) for one in self.review], schema=STUDY["review"])


def resolve(
    *,
    organisations: pa.Table,
    declared: Sequence[DeclaredPlayer] = (),
    judgements: Path | None = None,
    registered: Sequence[DeclaredPlayer] | None = None,
) -> Resolved:
    """Resolve organisations (a table with the columns of `records.Organisation`) into players.

    `registered` are the known players of the shipped register unless given. Raises `judgements.JudgementError`.
    """
    known = registered_players() if registered is None else registered
    gathered = gather(organisations)
    clusters = Clusters(gathered)
    review = _apply_judgements(clusters, gathered, read_judgements(judgements))
    _join_by_id(clusters, gathered)
    _join_stated(clusters, gathered, [*declared, *known])
    review += _join_by_name(clusters, gathered)
    review += _join_by_likeness(clusters, gathered)
    return _conclude(clusters, gathered, declared, review)


def _apply_judgements(clusters: Clusters, gathered: list[Gathered], judgements: Sequence[Judgement]) -> list[_Unsure]:
    """Join and keep apart as judged; what would join two valid ids is refused, and returned for review."""
    if not judgements:
        return []
    meant: dict[str, list[str]] = defaultdict(list)
    for one in gathered:
        for handle in (one.key, one.national_id, one.name, name_key(one.name).base if one.name else None):
            if handle:
                meant[handle].append(one.key)
    refused = []
    for judgement in sorted(judgements, key=lambda each: (each.is_same, each.line)):
        left = meant.get(judgement.left) or meant.get(name_key(judgement.left).base, [])
        right = meant.get(judgement.right) or meant.get(name_key(judgement.right).base, [])
        if not left or not right:
            continue
        if not judgement.is_same:
            for a in left:
                for b in right:
                    clusters.keep_apart(a, b)
            continue
        for other in (*left[1:], *right):
            if not clusters.join(left[0], other, "judgement", f"{judgement.who} judged: {judgement.why}"):
                why = f"Judged the same in line {judgement.line}, but their valid ids differ."
                refused.append(_Unsure(left[0], other, "judgement", 1.0, why))
    return refused


def _join_by_id(clusters: Clusters, gathered: list[Gathered]) -> None:
    first: dict[str, str] = {}
    for one in gathered:
        if one.national_id:
            at = first.setdefault(one.national_id, one.key)
            clusters.join(at, one.key, "id", f"It carries the valid id {one.national_id}.")
            clusters.layer.setdefault(one.key, ("id", f"It carries the valid id {one.national_id}."))


def _may_be_named(one: Gathered) -> NameKey | None:
    """The name's key where the name may tell who it is: not a person's, not a generic one."""
    if not one.name or one.is_person:
        return None
    key = name_key(one.name)
    if len(key.base) < 2 or set(key.base.split()) <= _GENERIC:
        return None
    return key


def _join_stated(clusters: Clusters, gathered: list[Gathered], stated: Sequence[DeclaredPlayer]) -> None:
    """Join organisations to declared and registered players, by id, then by name.

    Earlier in `stated` wins. A name joins nobody whose valid id is another than the player's.
    """
    by_id: dict[str, list[str]] = defaultdict(list)
    by_name: dict[str, list[Gathered]] = defaultdict(list)
    for one in gathered:
        if one.national_id:
            by_id[one.national_id].append(one.key)
        if (key := _may_be_named(one)) is not None:
            by_name[key.base].append(one)
    for player in stated:
        members = list(by_id.get(player.national_id, ())) if player.national_id else []
        named = [
            one
            for base in sorted({name_key(name).base for name in (player.name, *player.aliases)})
            for one in by_name.get(base, ())
            if not player.country or not one.country or one.country == player.country
        ]
        ids = {known for one in named if (known := clusters.national_id(one.key))}
        taken = player.national_id or (next(iter(ids)) if len(ids) == 1 else None)
        for one in named:
            known = clusters.national_id(one.key)
            if known is None or known == taken:
                members.append(one.key)
        free = [member for member in members if clusters.owner(member) is None]
        if not free:
            continue
        clusters.own(free[0], player)
        for member in free:
            if clusters.join(free[0], member, "alias", f"Its name is one of {player.name}."):
                clusters.layer.setdefault(member, ("alias", f"Its name is one of {player.name}."))


def _join_by_name(clusters: Clusters, gathered: list[Gathered]) -> list[_Unsure]:
    """Join the same name in the same country, where its ids allow only one reading; returns what they leave open."""
    groups: dict[tuple[str, str], list[tuple[Gathered, NameKey]]] = defaultdict(list)
    for one in gathered:
        if (key := _may_be_named(one)) is not None:
            groups[one.country or "", key.base].append((one, key))
    ambiguous = []
    for (_, base), members in sorted(groups.items()):
        forms = {key.form for _, key in members if key.form}
        for form in sorted(forms) or [""]:
            same = [one for one, key in members if key.form == form or (not key.form and len(forms) == 1)]
            ambiguous += _join_same_name(clusters, same, base)
        if len(forms) > 1:
            ambiguous += _join_same_name(clusters, [one for one, key in members if not key.form], base)
    return ambiguous


def _join_same_name(clusters: Clusters, same: list[Gathered], base: str) -> list[_Unsure]:
    ids = sorted({known for one in same if (known := clusters.national_id(one.key))})
    without = [one for one in same if clusters.national_id(one.key) is None]
    reason = f"Its name is the same in the same country ({base})."
    if len(ids) > 1:
        holders = [next(one.key for one in same if clusters.national_id(one.key) == known) for known in ids]
        for one in without[1:]:
            clusters.join(without[0].key, one.key, "name", reason)
        if without:
            why = f"The name {base} belongs to {len(ids)} valid ids; nothing tells which of them is meant."
            return [_Unsure(without[0].key, holder, "name", 0.9, why) for holder in holders]
        return []
    for one in same[1:]:
        clusters.join(same[0].key, one.key, "name", reason)
    return []


def _join_by_likeness(clusters: Clusters, gathered: list[Gathered]) -> list[_Unsure]:
    """Join what the pair model is sure of, the surest first; returns what it is less sure of, or what is open.

    An organisation without an id that is surely like two of different ids is neither: a person is asked.
    """
    pairs = scored_pairs(gathered)
    names = {one.key: one.name or "" for one in gathered}
    sure = [pair for pair in pairs if pair.score >= MERGE]
    torn = _torn(clusters, sure)
    left_open = []
    for pair in pairs:
        if clusters.top(pair.left) == clusters.top(pair.right):
            continue
        is_sure = pair.score >= MERGE and not {pair.left, pair.right} & torn
        if not (is_sure and _join_pair(clusters, pair, names)) and clusters.may_join(pair.left, pair.right):
            left_open.append(_Unsure(pair.left, pair.right, "model", pair.score, pair.reason))
    return left_open


def _torn(clusters: Clusters, sure: Sequence[ScoredPair]) -> set[str]:
    """The organisations without an id whose sure likenesses carry more than one."""
    ids: dict[str, set[str]] = defaultdict(set)
    for pair in sure:
        for one, other in ((pair.left, pair.right), (pair.right, pair.left)):
            if (known := clusters.national_id(other)) is not None and clusters.national_id(one) is None:
                ids[one].add(known)
    return {key for key, known in ids.items() if len(known) > 1}


def _join_pair(clusters: Clusters, pair: ScoredPair, names: dict[str, str]) -> bool:
    reason = f"{names[pair.left]} and {names[pair.right]} are alike ({pair.score:.2f}). {pair.reason}"
    return clusters.join(pair.left, pair.right, "model", reason, score=pair.score)


def _conclude(
    clusters: Clusters,
    gathered: list[Gathered],
    declared: Sequence[DeclaredPlayer],
    unsure: list[_Unsure],
) -> Resolved:
    members: dict[str, list[Gathered]] = defaultdict(list)
    for one in gathered:
        members[clusters.top(one.key)].append(one)
    player_of: dict[str, Player] = {}
    players: dict[str, Player] = {}
    for top in sorted(members):
        player = player_record(members[top], clusters.national_id(top), clusters.owner(top), taken=players)
        player_of[top] = players[player.player_id] = player
    for stated in declared:  # declared players are on the map even while no notice names them
        if stated.player_id not in players:
            players[stated.player_id] = player_record([], stated.national_id, stated, taken={})
    return Resolved(
        players=[players[key] for key in sorted(players)],
        resolutions=[_resolution(one, clusters, player_of[clusters.top(one.key)]) for one in gathered],
        review=_reviews(unsure, clusters, player_of),
    )


def _reviews(unsure: list[_Unsure], clusters: Clusters, player_of: dict[str, Player]) -> list[Review]:
    """One row for each two players that somebody should look at: the likeliest of their organisations' pairs."""
    rows: dict[tuple[str, str], Review] = {}
    for one in sorted(unsure, key=lambda each: (-each.score, each.left, each.right)):
        left, right = player_of[clusters.top(one.left)], player_of[clusters.top(one.right)]
        if left.player_id == right.player_id or (right.player_id, left.player_id) in rows:
            continue
        row = Review(
            left_player=left.player_id,
            right_player=right.player_id,
            left_name=left.name,
            right_name=right.name,
            layer=one.layer,
            score=one.score,
            reason=one.reason,
        )
        rows.setdefault((left.player_id, right.player_id), row)
    return [rows[key] for key in sorted(rows)]


_SCORES = {"judgement": 1.0, "id": 1.0, "alias": 0.99, "name": 0.97, "alone": 1.0}


def _resolution(one: Gathered, clusters: Clusters, player: Player) -> Resolution:
    layer, reason = clusters.layer.get(one.key, ("alone", "Nothing says that it is the same as another."))
    score = clusters.score.get(one.key, 1.0) if layer == "model" else _SCORES[layer]
    return Resolution(organisation_key=one.key, player_id=player.player_id, layer=layer, reason=reason, score=score)

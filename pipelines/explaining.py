"""Why organisations are one player (layer, reason, near misses), and which new terms there are, by the edition."""

from __future__ import annotations

from pipelines import speaking
from pipelines.looking import choose
from warehouse import edition as editions
from warehouse.refusal import RefusedError
from warehouse.settings import Settings

_MOST = 5
_FIND = """
    select distinct player.player_id, player.player_name, player.player_class, player.class_layer, player.class_reason,
        basis.class_source, basis.class_since, player.parent_id, player.national_id
    from core.player as player
    left join core.player_class as basis on player.player_id = basis.player_id
    left join core.organisation as organisation on player.player_id = organisation.player_id
    where player.player_id = $1 or player.national_id = $1 or organisation.national_id = $1
        or lower(player.player_name) = lower($1) or lower(organisation.name) = lower($1)
    order by player.player_id
"""
_FIND_PART = """
    select distinct player.player_id, player.player_name, player.player_class, player.class_layer, player.class_reason,
        basis.class_source, basis.class_since, player.parent_id, player.national_id
    from core.player as player
    left join core.player_class as basis on player.player_id = basis.player_id
    left join core.organisation as organisation on player.player_id = organisation.player_id
    where contains(lower(player.player_name), lower($1)) or contains(lower(organisation.name), lower($1))
    order by player.player_id
"""
_ORGANISATIONS = """
    select name, national_id, country, layer, reason, sum(notice_count) as notice_count from core.organisation
    where player_id = $1 group by all order by notice_count desc, name, national_id, layer
"""
_REVIEW = """
    select case when left_player_id = $1 then right_name else left_name end as other,
        case when left_player_id = $1 then right_player_id else left_player_id end as other_id, layer, score, reason
    from mart.player_review where $1 in (left_player_id, right_player_id) order by score desc, other_id
"""


_ROLES = """
    select role, layer, quote, since, evidence_count, url, evidence_id
    from core.player_role where player_id = $1 order by role, layer
"""
_RELATIONS = """
    select from_name, relation, to_name, since, until, is_current, layer, evidence, source, confidence
    from mart.player_relation where $1 in (from_player_id, to_player_id) order by relation, since, from_name, to_name
    limit 60
"""


class NoSuchPlayerError(RefusedError):
    """Nobody of that name is in the edition, or too many are; one sentence."""


def explain_player(settings: Settings, study: str | None, name: str) -> None:
    """Print each player that NAME may mean: its class, its organisations with layer and reason, and its near misses.

    Raises `NoSuchPlayerError`.
    """
    place = choose(settings, study, published=True)
    with editions.Edition(place.current.resolve()) as edition:
        found = edition.query(_FIND, [name]) or edition.query(_FIND_PART, [name])
        if not found:
            raise NoSuchPlayerError(f"No player and no organisation in edition {edition.id} is named like {name!r}.")
        if len(found) > _MOST:
            names = ", ".join(str(one["player_name"]) for one in found[:_MOST])
            raise NoSuchPlayerError(
                f"{len(found)} players are named like {name!r} ({names}, ...); say more of the name."
            )
        for player in found:
            _explain(edition, player)


def _explain(edition: editions.Edition, player: dict[str, object]) -> None:
    speaking.facts(
        str(player["player_name"]),
        {
            "id": player["player_id"],
            "national id": player["national_id"],
            "class": f"{player['player_class']} ({player['class_layer']}): {player['class_reason']}",
            "class rests on": _basis(player),
            "parent (a relation, never a merge)": player["parent_id"],
        },
    )
    _explain_ties(edition, str(player["player_id"]))
    organisations = edition.query(_ORGANISATIONS, [player["player_id"]])
    if organisations:
        speaking.table(
            "its organisations, as notices name them",
            ("name", "number", "country", "notices", "layer", "why"),
            [
                (one["name"], one["national_id"], one["country"], one["notice_count"], one["layer"], one["reason"])
                for one in organisations
            ],
        )
    else:
        speaking.say("  No notice names it: the study or the register of players does.")
    near = edition.query(_REVIEW, [player["player_id"]])
    if near:
        speaking.table(
            "may be the same; decide it with a line in nlp/judgements.csv",
            ("name", "id", "layer", "score", "why"),
            [(one["other"], one["other_id"], one["layer"], one["score"], one["reason"]) for one in near],
        )


def _basis(player: dict[str, object]) -> str:
    since = f", said since {player['class_since']}" if player["class_since"] else ""
    return f"{player['class_source'] or 'withheld'}{since}"


def _explain_ties(edition: editions.Edition, player_id: str) -> None:
    """Print the player's roles with what shows each, and its relations with their days and sources."""
    if roles := edition.query(_ROLES, [player_id]):
        speaking.table(
            "its roles, each with what shows it",
            ("role", "layer", "evidence", "since", "how often", "where"),
            [
                (one["role"], one["layer"], one["quote"], one["since"], one["evidence_count"], one["url"])
                for one in roles
            ],
        )
    if ties := edition.query(_RELATIONS, [player_id]):
        speaking.table(
            "its relations, which never merge anybody",
            ("who", "relation", "whom", "since", "until", "now", "layer", "source"),
            [
                (
                    one["from_name"],
                    one["relation"],
                    one["to_name"],
                    one["since"],
                    one["until"],
                    "yes" if one["is_current"] else "no",
                    one["layer"],
                    f"{one['source']} ({one['confidence']}): {one['evidence']}",
                )
                for one in ties
            ],
        )


class TermRefusedError(RefusedError):
    """A decision on a term that cannot be kept; one sentence."""


def show_terms(settings: Settings, study: str | None) -> None:
    """Print the candidates of the current edition, the most surprising first."""
    place = choose(settings, study, published=True)
    with editions.Edition(place.current.resolve()) as edition:
        found = edition.query("select * from mart.term_candidate order by log_odds desc, term limit 50")
    speaking.table(
        f"{len(found)} new terms; decide with --accept TERM --as TECHNOLOGY, or --reject TERM",
        ("term", "first said", "organisations", "texts", "surprise", "termhood", "context"),
        [
            (
                one["term"],
                one["first_quarter"],
                one["organisation_count"],
                one["text_count"],
                one["log_odds"],
                one["c_value"],
                one["context"],
            )
            for one in found
        ],
    )


def _context_of(settings: Settings, study: str | None, term: str) -> str | None:
    """The words around a term where the current edition shows it; None where there is no edition or no such term."""
    try:
        place = choose(settings, study, published=True)
    except RefusedError:
        return None
    with editions.Edition(place.current.resolve()) as edition:
        rows = edition.query("select term, context from mart.term_candidate")
    return next((str(one["context"]) for one in rows if str(one["term"]).lower() == term.lower()), None)


def decide_term(
    settings: Settings,
    study: str | None,
    *,
    accept: str | None,
    technology: str | None,
    reject: str | None,
    who: str,
    why: str,
    merge: str | None = None,
    into: str | None = None,
) -> None:
    """Keep a person's decision on a term, with the words around it in the current edition, if there is one.

    Raises `TermRefusedError`, or `nlp.novelty.TermDecisionError`.
    """
    from nlp.novelty import DECISIONS, decide
    from nlp.technology import load_technologies
    from warehouse.settings import now

    if sum(1 for one in (accept, reject, merge) if one) > 1:
        raise TermRefusedError("Accept a term, reject one or merge one; not several at once.")
    if merge and (not into or into.lower() == merge.lower()):
        raise TermRefusedError(f"Say with --into which other term {merge!r} is a way of writing.")
    if accept and technology not in {one.id for one in load_technologies()}:
        raise TermRefusedError(f"There is no technology {technology!r}; name one of nlp/technologies with --as.")
    term = accept or reject or merge or ""
    decide(
        term=term,
        decision="accept" if accept else "merge" if merge else "reject",
        technology=(technology if accept else into if merge else "") or "",
        who=who,
        day=now().date(),
        why=why,
        context=_context_of(settings, study, term),
    )
    speaking.say(f"{term}: kept in {DECISIONS.name}; the next night follows it.")

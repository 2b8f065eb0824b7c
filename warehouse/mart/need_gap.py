"""Which needs of customers no component of the focal organisation covers, the largest first."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pyarrow as pa

from warehouse.estimators.proportion import graded, share_of

FEWEST_HEARD = 8
"""Fewer customers than this are no group to take a share of (the same floor as for segments)."""
LEVEL_COVER = {"evidenced": 1.0, "claimed": 0.5, "not_seen": 0.0}
"""What a component covers by how well it is vouched for, as mart.component_coverage has it: by awards, by its owner's
words alone, or by nobody. A supplier that names it connects to it, and vouches for nothing."""
LINK_COVER = {"named": 0.5, "function": 1.0, "technology": 1.0, "theme": 0.5}
"""A need that names the component asks it for more; a theme is wider than any component; the others are the thing."""
_RIVALS_NAMED = 5
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("need_id", "need_name_da", "need_name_en", "need_type", "topic_kind", "topic")]
    + [("rank", pa.int64())]
    + [(name, pa.int64()) for name in ("evidence_count", "organisation_count", "wish_organisation_count")]
    + [("heard_count", pa.int64())]
    + [(name, pa.float64()) for name in ("stated_share", "stated_low", "stated_high")]
    + [(name, pa.float64()) for name in ("salience", "salience_low", "salience_high")]
    + [("component_id", pa.string()), ("component_link", pa.string()), ("component_level", pa.string())]
    + [(name, pa.float64()) for name in ("covered_share", "gap", "gap_low", "gap_high", "rival_coverage")]
    + [("rival_count", pa.int64()), ("rivals", pa.string())]
    + [("survey_answer_count", pa.int64()), ("survey_position", pa.float64())]
    + [("satisfaction", pa.string()), ("willingness_to_pay", pa.string())]
    + [(name, pa.string()) for name in ("quote", "quoted_name", "url", "evidence_id")]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
)

Row = dict[str, Any]


def need_gap(
    core__need_name: pa.Table,
    core__need_speaker: pa.Table,
    core__need_cover: pa.Table,
    mart__component_coverage: pa.Table,
    core__topic_supplier: pa.Table,
    core__heard_speaker: pa.Table,
    core__need_best_quote: pa.Table,
    core__survey_answer: pa.Table,
) -> pa.Table:
    """T4.3: a need that customers state, and how much of it no component of the focal organisation covers.

    The stated share is how many of the customers whom we hear state it. Salience is a score beside it: one customer
    counts once, whole where it lacks or wishes the thing and half where it only requires it in a notice, for then it is
    buying it. The gap is salience times what is not covered. A component
    covers what it is about by how well it is vouched for; a need that names a component asks it for more and is covered
    by half at most. Silence is not satisfaction, and neither satisfaction nor willingness to pay can be read out of
    texts: both say "ask".
    Grain: need_id
    Check: can_tell = (gap is not null) and can_tell = (rank is not null)
    Check: gap is null or (0 <= gap_low and gap_low <= gap and gap <= gap_high and gap_high <= 1)
    Check: (stated_share is null) = (salience is null) and (salience is null or salience <= stated_share)
    Check: stated_share is null or (stated_low <= stated_share and stated_share <= stated_high)
    Check: covered_share is null or covered_share between 0 and 1
    Check: can_tell or reason is not null
    Check: rival_coverage is null or rival_coverage between 0 and 1
    Column need_id: the need
    Column need_name_da: its name in Danish
    Column need_name_en: its name in English
    Column need_type: its type
    Column topic_kind: component, function, technology, theme or none
    Column topic: the component, technology or theme; NULL where none is named
    Column rank: its place by the size of the gap, from 1; NULL where it cannot be told
    Column evidence_count: sentences of customers that state it
    Column organisation_count: customers that state it
    Column wish_organisation_count: those of them that lack or wish, and do not only require
    Column heard_count: customers of whom we hold any text
    Column stated_share: organisation_count of heard_count, 0 to 1
    Column stated_low: lower end of its 95 % interval
    Column stated_high: upper end
    Column salience: the same as a score: customers that lack or wish it count whole, those that only require it half
    Column salience_low: lower end of its 95 % interval, over draws of who says what
    Column salience_high: upper end
    Column component_id: the component that covers most of it; NULL where none does
    Column component_link: how that component meets it: named, function, technology or theme
    Column component_level: evidenced, claimed or not_seen
    Column covered_share: how much of it that component covers, 0 to 1
    Column gap: salience times (1 - covered_share)
    Column gap_low: the same at the lower end of salience
    Column gap_high: the same at the upper end
    Column rival_coverage: rivals over the suppliers of whom we hold pages, 0 to 1; NULL where we hold none
    Column rival_count: suppliers that offer what its component does, or name its subject on their own pages
    Column rivals: up to five of their names, those with most pages first
    Column survey_answer_count: imported survey answers about the need, or about its whole type
    Column survey_position: where those answers stand on their scale on average, 0 to 1; in no other figure
    Column satisfaction: ask: it cannot be read out of texts
    Column willingness_to_pay: ask: it cannot be read out of texts
    Column quote: the latest sentence in which a customer lacks or wishes it, else requires it
    Column quoted_name: who says it
    Column url: where it stands
    Column evidence_id: the bytes that it was read from
    Column can_tell: whether it can be told
    Column reason: why not, in a sentence
    """
    heard = core__heard_speaker.to_pylist()
    customers = sum(one["is_customer"] for one in heard)
    suppliers = sum(one["actor"] == "supplier" and one["has_own_pages"] for one in heard)
    stated: dict[str, list[Row]] = defaultdict(list)
    for one in core__need_speaker.to_pylist():
        if one["is_customer"]:
            stated[one["need_id"]].append(one)
    coverage = mart__component_coverage.to_pylist()
    covers = _best_covers(core__need_cover, {one["component_id"]: one["level"] for one in coverage if one["is_focal"]})
    rivals = _rivals(core__topic_supplier)
    offering: dict[str, list[str]] = defaultdict(list)
    for one in sorted(coverage, key=lambda row: (-row["evidence_count"], -row["claim_count"], row["player_name"])):
        if not one["is_focal"] and one["level"] != "not_seen":
            offering[one["component_id"]].append(one["player_name"])
    quotes = {one["need_id"]: one for one in core__need_best_quote.to_pylist()}
    answers: dict[str, list[float]] = defaultdict(list)
    for one in core__survey_answer.to_pylist():
        answers[one["need"]].append(one["position_share"])
    rows = [
        _row(need, stated[need["need_id"]], customers, covers.get(need["need_id"]))
        | _surveyed(answers.get(need["need_id"]) or answers.get(need["need_type"], []))
        | _rivalry(_named(need, covers, offering, rivals), suppliers)
        | {key: quotes[need["need_id"]][key] for key in ("quote", "quoted_name", "url", "evidence_id")}
        for need in core__need_name.to_pylist()
        if need["need_id"] in stated
    ]
    told = [row for row in rows if row["can_tell"]]
    told.sort(key=lambda row: (-row["gap"], -row["salience"], -row["evidence_count"], row["need_id"]))
    for place, row in enumerate(told, start=1):
        row["rank"] = place
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _best_covers(need_cover: pa.Table, levels: dict[str, str]) -> dict[str, tuple[float, Row]]:
    """By need, the largest cover of one component and that component; the first by id where two are equal."""
    best: dict[str, tuple[float, Row]] = {}
    for one in sorted(need_cover.to_pylist(), key=lambda row: (row["need_id"], row["component_id"])):
        level = levels.get(one["component_id"], "not_seen")
        cover = LEVEL_COVER[level] * LINK_COVER[one["link"]]
        if one["need_id"] not in best or cover > best[one["need_id"]][0]:
            best[one["need_id"]] = (cover, one | {"level": level})
    return best


def _named(
    need: Row,
    covers: dict[str, tuple[float, Row]],
    offering: dict[str, list[str]],
    rivals: dict[tuple[str, str], list[str]],
) -> list[str]:
    """The rivals that a need has: those who offer what its component does, and suppliers that name its subject."""
    component = covers[need["need_id"]][1]["component_id"] if need["need_id"] in covers else ""
    return list(dict.fromkeys([*offering.get(component, []), *rivals.get((need["topic_kind"], need["topic"]), [])]))


def _rivals(topic_supplier: pa.Table) -> dict[tuple[str, str], list[str]]:
    """By kind and subject, the names of the suppliers that speak of it, those with most pages first."""
    named: dict[tuple[str, str], list[str]] = defaultdict(list)
    for one in sorted(topic_supplier.to_pylist(), key=lambda row: (-row["document_count"], row["speaker_name"])):
        named[one["topic_kind"], one["topic"]].append(one["speaker_name"])
    return named


def _surveyed(positions: list[float]) -> Row:
    return {
        "survey_answer_count": len(positions),
        "survey_position": sum(positions) / len(positions) if positions else None,
    }


def _rivalry(named: list[str], suppliers: int) -> Row:
    return {
        "rival_count": len(named),
        "rival_coverage": min(1.0, len(named) / suppliers) if suppliers else None,
        "rivals": ", ".join(named[:_RIVALS_NAMED]) or None,
    }


def _row(need: Row, said: list[Row], customers: int, cover: tuple[float, Row] | None) -> Row:
    wishes = sum(one["wish_count"] > 0 for one in said)
    share, score = share_of(len(said), customers), graded(wishes, len(said) - wishes, customers)
    row: Row = dict(need) | {
        "evidence_count": sum(one["evidence_count"] for one in said),
        "organisation_count": len(said),
        "wish_organisation_count": wishes,
        "heard_count": customers,
        "satisfaction": "ask",
        "willingness_to_pay": "ask",
        "can_tell": False,
    }
    if share is None or score is None or customers < FEWEST_HEARD:
        return row | {"reason": f"cannot tell: texts of fewer than {FEWEST_HEARD} customers are held"}
    row |= {"stated_share": share.share, "stated_low": share.low, "stated_high": share.high}
    row |= {"salience": score.share, "salience_low": score.low, "salience_high": score.high}
    if need["topic_kind"] == "none":
        return row | {"reason": "cannot tell: the sentences name no component, technology or theme to cover"}
    covered, by = cover or (0.0, None)
    if by is not None and covered > 0:
        row |= {
            "component_id": by["component_id"],
            "component_link": by["link"],
            "component_level": by["level"],
        }
    return row | {
        "covered_share": covered,
        "gap": score.share * (1 - covered),
        "gap_low": score.low * (1 - covered),
        "gap_high": score.high * (1 - covered),
        "can_tell": True,
    }

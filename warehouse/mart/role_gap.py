"""Where the focal organisation and others see its roles differently, the largest difference first."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.estimators.log_odds import compare
from warehouse.estimators.trend import adjusted

OUTSIDE = "outside"
_OTHERS = ("owner", "customer", "supplier", "state", "other")
FEWEST_OUTSIDE = 30
FEWEST_OWN = 10
FEWEST_AUTHORS = 3
FEWEST_SAYING = 3
"""A gap needs so many authors (of its own, texts) on the side that says it more: one is an accident.

A role that both sides together name less often is not tested: no test could call it.
"""
LARGEST_Q = 0.05
"""Of editions in which nothing differs, at most so many may call any difference sure."""
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("speaker_group", "role", "role_name_da", "role_name_en")]
    + [("rank", pa.int64())]
    + [(name, pa.float64()) for name in ("log_odds", "log_odds_low", "log_odds_high", "self_share", "outside_share")]
    + [(name, pa.float64()) for name in ("p_value", "q_value")]
    + [(name, pa.int64()) for name in ("self_count", "outside_count", "self_total_count", "outside_total_count")]
    + [("outside_author_count", pa.int64()), ("verdict", pa.string())]
    + [(name, pa.string()) for name in ("self_quote", "self_url", "self_evidence_id")]
    + [(name, pa.string()) for name in ("outside_quote", "outside_quoted_name", "outside_url", "outside_evidence_id")]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
)


def role_gap(core__role: pa.Table, core__role_count: pa.Table, mart__statement_quote: pa.Table) -> pa.Table:
    """T5.2: a role as the focal organisation claims it, against how a group of others gives it, ranked by the gap.

    Log-odds above nought: it says so of itself more often than they do; below: they say so more often. A prior draws
    rare roles to nought; the interval counts an author who repeats itself as what it is worth. There is a gap only
    where chance is ruled out with the false discovery rate over all tests of the edition at most 5 % (the larger p of
    Fisher's exact test over sentences and a permutation of authors), the interval leaves nought out, and three authors
    or more say it (of its own, three texts).
    The group outside is all others together. Below 30 sentences of others, or 10 of its own, there are quotes only.
    Grain: speaker_group, role
    Check: verdict in ('claimed_more', 'given_more', 'no_sure_difference', 'cannot_tell')
    Check: can_tell = (log_odds is not null) and can_tell = (rank is not null)
    Check: log_odds is null or (log_odds_low <= log_odds and log_odds <= log_odds_high)
    Check: verdict <> 'claimed_more' or (log_odds_low > 0 and q_value <= 0.05)
    Check: verdict <> 'given_more' or (log_odds_high < 0 and q_value <= 0.05)
    Check: (q_value is null) = (p_value is null) and (q_value is null or q_value >= p_value)
    Check: can_tell or reason is not null
    Column speaker_group: outside (all others), owner, customer, supplier, state or other
    Column role: the role
    Column role_name_da: its name in Danish
    Column role_name_en: its name in English
    Column rank: place within the group, sure gaps first, the largest first; NULL where it cannot be told
    Column log_odds: log-odds of the role, its own sentences over theirs
    Column log_odds_low: lower end of its 95 % interval
    Column log_odds_high: upper end
    Column self_share: share of its own role sentences, 0 to 1
    Column outside_share: share of the group's role sentences
    Column p_value: how often chance alone would show as much; NULL where fewer than three sentences say it
    Column q_value: the same after correction for all tests of the edition (Benjamini and Hochberg)
    Column self_count: its own sentences that claim the role
    Column outside_count: the group's sentences that give it
    Column self_total_count: its own role sentences
    Column outside_total_count: the group's role sentences
    Column outside_author_count: authors of the group
    Column verdict: claimed_more, given_more, no_sure_difference or cannot_tell
    Column self_quote: a sentence of its own
    Column self_url: where that stands
    Column self_evidence_id: the bytes that it was read from
    Column outside_quote: a sentence of the group
    Column outside_quoted_name: who says it
    Column outside_url: where that stands
    Column outside_evidence_id: the bytes that it was read from
    Column can_tell: whether it can be told
    Column reason: why not, in a sentence
    """
    roles = sorted(core__role.to_pylist(), key=lambda one: str(one["role"]))
    names = [str(one["role"]) for one in roles]
    counts = core__role_count.to_pylist()
    quotes = _quotes(mart__statement_quote)
    own = _corpus([one for one in counts if one["speaker_group"] == "self"], names)
    rows: list[dict[str, Any]] = []
    for group in (OUTSIDE, *_OTHERS):
        members = _OTHERS if group == OUTSIDE else (group,)
        theirs = _corpus([one for one in counts if one["speaker_group"] in members], names)
        rows += _group_rows(group, roles, own, theirs, quotes)
    _judge(rows)
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _corpus(counts: list[dict[str, Any]], names: list[str]) -> Any:
    """Sentences by author and role; authors without a claimed sentence are left out."""
    by_author: dict[tuple[str, str], Any] = defaultdict(lambda: np.zeros(len(names)))
    for one in counts:
        by_author[one["speaker_group"], one["author"]][names.index(one["role"])] += one["claimed_count"]
    kept = [by_author[author] for author in sorted(by_author) if by_author[author].sum() > 0]
    return np.array(kept) if kept else np.zeros((0, len(names)))


def _quotes(statement_quote: pa.Table) -> dict[tuple[str, str], dict[str, Any]]:
    """The first sentence by group and role, with the first of any group of others under outside."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    rows = [one for one in statement_quote.to_pylist() if one["subject_kind"] == "role" and one["stance"] != "not"]
    for one in sorted(rows, key=lambda row: (row["place"], row["speaker_group"])):
        found.setdefault((one["speaker_group"], one["subject_id"]), one)
        if one["speaker_group"] != "self":
            found.setdefault((OUTSIDE, one["subject_id"]), one)
    return found


def _why_not(own: Any, theirs: Any) -> str | None:
    if theirs.sum() < FEWEST_OUTSIDE:
        return f"cannot tell: {int(theirs.sum())} sentences of others, fewer than {FEWEST_OUTSIDE}; read the quotes"
    if own.sum() < FEWEST_OWN:
        return f"cannot tell: {int(own.sum())} own sentences, fewer than {FEWEST_OWN}; read the quotes"
    if len(theirs) < FEWEST_AUTHORS:
        return f"cannot tell: fewer than {FEWEST_AUTHORS} authors; read the quotes"
    return None


def _judge(rows: list[dict[str, Any]]) -> None:
    """Adds the corrected p, the verdict and the rank; takes away the counts that only the verdict needs."""
    tested = [row for row in rows if row.get("p_value") is not None]
    corrected = adjusted(np.array([row["p_value"] for row in tested], dtype=float))
    for row, q in zip(tested, corrected.tolist(), strict=True):
        row["q_value"] = q
    places: dict[str, int] = defaultdict(int)
    for row in rows:
        row["verdict"] = _verdict(row)
    told = [row for row in rows if row["can_tell"]]
    for row in sorted(
        told, key=lambda row: (row["verdict"] == "no_sure_difference", -abs(row["log_odds"]), row["role"])
    ):
        places[row["speaker_group"]] += 1
        row["rank"] = places[row["speaker_group"]]


def _verdict(row: dict[str, Any]) -> str:
    own, theirs = row.pop("self_authors"), row.pop("outside_authors")
    if not row["can_tell"]:
        return "cannot_tell"
    is_sure = row.get("q_value") is not None and row["q_value"] <= LARGEST_Q
    if is_sure and row["log_odds_low"] > 0 and own >= FEWEST_SAYING:
        return "claimed_more"
    if is_sure and row["log_odds_high"] < 0 and theirs >= FEWEST_SAYING:
        return "given_more"
    return "no_sure_difference"


def _group_rows(
    group: str, roles: list[dict[str, Any]], own: Any, theirs: Any, quotes: dict[tuple[str, str], dict[str, Any]]
) -> list[dict[str, Any]]:
    reason = _why_not(own, theirs)
    compared = compare(own, theirs) if reason is None else None
    rows = []
    for at, role in enumerate(roles):
        mine, said = quotes.get(("self", role["role"]), {}), quotes.get((group, role["role"]), {})
        row: dict[str, Any] = {
            "speaker_group": group,
            "role": role["role"],
            "role_name_da": role["name_da"],
            "role_name_en": role["name_en"],
            "self_count": int(own[:, at].sum()),
            "outside_count": int(theirs[:, at].sum()),
            "self_total_count": int(own.sum()),
            "outside_total_count": int(theirs.sum()),
            "outside_author_count": len(theirs),
            "self_authors": int((own[:, at] > 0).sum()),
            "outside_authors": int((theirs[:, at] > 0).sum()),
            "can_tell": reason is None,
            "reason": reason,
            "outside_quoted_name": said.get("speaker_name"),
        }
        row |= {f"self_{name}": mine.get(name) for name in ("quote", "url", "evidence_id")}
        row |= {f"outside_{name}": said.get(name) for name in ("quote", "url", "evidence_id")}
        if compared is not None:
            row |= {
                "log_odds": float(compared.log_odds[at]),
                "log_odds_low": float(compared.low[at]),
                "log_odds_high": float(compared.high[at]),
                "self_share": float(compared.first_share[at]),
                "outside_share": float(compared.second_share[at]),
            }
            if row["self_count"] + row["outside_count"] >= FEWEST_SAYING:
                row["p_value"] = float(compared.p[at])
        rows.append(row)
    return rows

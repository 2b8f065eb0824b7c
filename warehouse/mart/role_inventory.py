"""Which roles the focal organisation is said to have, by itself and by each group of others."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import numpy as np
import pyarrow as pa

from warehouse.estimators.log_odds import shares_of

GROUPS = ("self", "owner", "customer", "supplier", "state", "other")
FEWEST_OUTSIDE = 30
"""Below so many sentences of a group of others only quotes are shown, no percentages."""
FEWEST_OWN = 10
"""The same for the organisation's own sentences, of which there can be fewer: it is one author."""
FEWEST_AUTHORS = 3
"""An interval over authors needs authors."""
_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("role", "role_name_da", "role_name_en", "speaker_group")]
    + [(name, pa.int64()) for name in ("statement_count", "should_count", "denied_count", "author_count")]
    + [(name, pa.int64()) for name in ("group_statement_count", "group_author_count")]
    + [(name, pa.float64()) for name in ("share", "share_low", "share_high")]
    + [("interview_count", pa.int64()), ("interview_share", pa.float64())]
    + [(name, pa.string()) for name in ("quote", "quoted_name", "url", "evidence_id")]
    + [("can_tell", pa.bool_()), ("reason", pa.string())]
)


def role_inventory(
    core__role: pa.Table, core__role_count: pa.Table, core__interview_role: pa.Table, mart__statement_quote: pa.Table
) -> pa.Table:
    """T5.1: a role, and how often one group says that the focal organisation has it or should have it.

    Groups are the organisation itself and, of others, owners, customers, suppliers, state and the rest. A share is of
    the group's sentences that give it any role; its interval is of as many sentences as its authors are worth (of its
    own, its texts), for one author repeats itself. Below 30 sentences of a group of others there are quotes only.
    Public text is positioning: what people think inside, coded interviews say, in a column of their own.
    Grain: role, speaker_group
    Check: can_tell = (share is not null)
    Check: share is null or (0 <= share_low and share_low <= share and share <= share_high and share_high <= 1)
    Check: can_tell or reason is not null
    Check: statement_count <= group_statement_count and author_count <= group_author_count
    Column role: the role
    Column role_name_da: its name in Danish
    Column role_name_en: its name in English
    Column speaker_group: self, owner, customer, supplier, state or other
    Column statement_count: sentences that say it is or should be so
    Column should_count: those of them that say should
    Column denied_count: sentences that deny it, which are in no other count
    Column author_count: authors who say it is or should be so; of the organisation itself, texts
    Column group_statement_count: role sentences of the group, all roles together
    Column group_author_count: their authors
    Column share: share of the group's role sentences, 0 to 1; NULL where it cannot be told
    Column share_low: lower end of its 95 % interval
    Column share_high: upper end
    Column interview_count: imported interviews of the group in which the role is said to be or to be wished
    Column interview_share: share of the group's imported interviews; NULL where there are none
    Column quote: a sentence of the group that gives the role
    Column quoted_name: who says it
    Column url: where it stands
    Column evidence_id: the bytes that it was read from
    Column can_tell: whether the share can be told
    Column reason: why not, in a sentence
    """
    roles = sorted(core__role.to_pylist(), key=lambda one: str(one["role"]))
    counts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in core__role_count.to_pylist():
        counts[one["speaker_group"]].append(one)
    interviews = {(one["role"], one["speaker_group"]): one for one in core__interview_role.to_pylist()}
    quotes = {
        (one["subject_id"], one["speaker_group"]): one
        for one in mart__statement_quote.to_pylist()
        if one["subject_kind"] == "role" and one["place"] == 1
    }
    rows = []
    for group in GROUPS:
        for role, measured in zip(roles, _measured(group, counts[group], [one["role"] for one in roles]), strict=True):
            key = (role["role"], group)
            asked, quoted = interviews.get(key, {}), quotes.get(key, {})
            rows.append(
                {"role": role["role"], "role_name_da": role["name_da"], "role_name_en": role["name_en"]}
                | measured
                | {"interview_count": asked.get("said_count", 0), "interview_share": asked.get("said_share")}
                | {"quoted_name": quoted.get("speaker_name")}
                | {name: quoted.get(name) for name in ("quote", "url", "evidence_id")}
            )
    return pa.Table.from_pylist(rows, schema=_SCHEMA)


def _measured(group: str, counts: list[dict[str, Any]], roles: list[str]) -> list[dict[str, Any]]:
    """One group's figures for each role, in the order of `roles`."""
    authors = sorted({one["author"] for one in counts})
    place = {author: index for index, author in enumerate(authors)}
    corpus = np.zeros((len(authors), len(roles)))
    should, denied = np.zeros(len(roles), dtype=int), np.zeros(len(roles), dtype=int)
    for one in counts:
        at = roles.index(one["role"])
        corpus[place[one["author"]], at] += one["claimed_count"]
        should[at] += one["should_count"]
        denied[at] += one["denied_count"]
    corpus = corpus[corpus.sum(axis=1) > 0]
    reason = _why_not(group, int(corpus.sum()), len(corpus))
    shares = shares_of(corpus) if reason is None else None
    return [
        {
            "speaker_group": group,
            "statement_count": int(corpus[:, at].sum()),
            "should_count": int(should[at]),
            "denied_count": int(denied[at]),
            "author_count": int((corpus[:, at] > 0).sum()),
            "group_statement_count": int(corpus.sum()),
            "group_author_count": len(corpus),
            "share": float(shares[0][at]) if shares else None,
            "share_low": float(shares[1][at]) if shares else None,
            "share_high": float(shares[2][at]) if shares else None,
            "can_tell": reason is None,
            "reason": reason,
        }
        for at in range(len(roles))
    ]


def _why_not(group: str, sentences: int, authors: int) -> str | None:
    fewest = FEWEST_OWN if group == "self" else FEWEST_OUTSIDE
    if sentences < fewest:
        return f"cannot tell: {sentences} sentences of this group, fewer than {fewest}; read the quotes"
    if authors < FEWEST_AUTHORS:
        return f"cannot tell: fewer than {FEWEST_AUTHORS} authors; read the quotes"
    return None

"""What the project answers to shared sets of paragraphs and organisations, laid beside their truth.

Every function first takes the texts or names alone out of the file and lets them be judged; only then is the truth put
beside the answers. Both `nlp.evaluation` and the accuracy gate score what is returned here. Notices are judged by
`nlp.cross_validation`, which learns from some to judge the others.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nlp.player import classify_player
from nlp.scoring import Judged
from nlp.technology import load_technologies, matcher_of
from warehouse.records import Organisation, to_table

_SHORT = {"dan": "da", "nob": "nb", "eng": "en", "nno": "nb", "swe": "sv", "deu": "de"}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a shared set with its true categories and each quote that the tagger found, by category."""

    where: str
    judged: Judged
    quotes: Mapping[str, tuple[str, ...]]


def judge_paragraphs(path: Path) -> list[Paragraph]:
    """Look for technologies in each paragraph of `gold.jsonl`; what is found is mapped to its technology's category."""
    rows = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    technologies = load_technologies()
    category = {one.id: one.category for one in technologies}
    matcher = matcher_of(technologies)
    found: list[dict[str, tuple[str, ...]]] = []
    for text in [row["text"] for row in rows]:
        quotes: dict[str, tuple[str, ...]] = {}
        for hit in matcher.find(text):
            name = category[hit.target]
            quotes[name] = (*quotes.get(name, ()), text[hit.start : hit.end])
        found.append(quotes)
    return [
        Paragraph(
            f"{row['set']}/{row['i']}",
            Judged(_SHORT.get(row["lang"], row["lang"]), frozenset(row["labels"]), frozenset(quotes)),
            quotes,
        )
        for row, quotes in zip(rows, found, strict=True)
    ]


@dataclass(frozen=True, slots=True)
class Resolving:
    """Mentions with their true entity, the name as published, and the player that resolution gave each."""

    truth: Mapping[str, str]
    names: Mapping[str, str]
    found: Mapping[str, str]


def judge_players(path: Path, *, hides_ids: bool) -> Resolving:
    """Resolve the mentions of `org_mentions.csv`, with their ids or without."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    keys = [f"{number:06d}" for number in range(len(rows))]
    mentions = [mention(key, row, hides_ids=hides_ids) for key, row in zip(keys, rows, strict=True)]
    return Resolving(
        truth={key: row["entity_id"] for key, row in zip(keys, rows, strict=True)},
        names={key: row["name"] for key, row in zip(keys, rows, strict=True)},
        found=resolve_mentions(mentions),
    )


def judge_public(path: Path, *, knows_part: bool) -> list[tuple[str, bool, bool | None]]:
    """Country, whether public, and what is answered, of those in `org_mentions.csv` that only buy or only supply.

    Who only buys is public by this truth, who only supplies private; `knows_part` tells the classifier who buys, as
    notices do, and so tells it half of that truth.
    """
    with path.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["roles"] in ("buyer", "supplier")]
    answers = [
        classify_player(
            name=row["name"],
            country=row["country"],
            national_id=f"{row['country']}:{row['entity_id'].removeprefix(row['country'])}",
            legal_types=(),
            is_buyer=knows_part and row["roles"] == "buyer",
            declared=None,
        ).is_public
        for row in rows
    ]
    return [(row["country"], row["roles"] == "buyer", said) for row, said in zip(rows, answers, strict=True)]


def resolve_mentions(mentions: Sequence[Organisation]) -> dict[str, str]:
    """The player of each mention, by its key, with nothing known but the mentions."""
    from nlp.resolution import resolve

    resolved = resolve(organisations=to_table(Organisation, mentions), registered=())
    return {one.organisation_key: one.player_id for one in resolved.resolutions}


def mention(key: str, row: Mapping[str, Any], *, hides_ids: bool) -> Organisation:
    """A row of a set (name, country, town, postal, domain, roles, entity_id) as an organisation of one notice."""
    national_id = None if hides_ids else f"{row['country']}:{row['entity_id']}"
    return Organisation(
        evidence_id="0" * 64,
        part="",
        source="truth",
        reader="truth@1",
        notice_id=key,
        organisation_key=key,
        role="buyer" if "buyer" in row["roles"] else "supplier",
        name=row["name"] or None,
        national_id=national_id,
        national_id_normalised=national_id,
        town=row["town"] or None,
        postcode=row["postal"] or None,
        domain=row["domain"] or None,
        country=row["country"] or None,
    )

"""What part organisations play, and whether they are public, by their own texts, against what people wrote of each.

Texts and the organisation's name go in; the truth (`orgs.csv`) is read after all answers stand. It describes each
organisation in free words, so those words are first read as roles; a description that is no role of the market
(a municipality, a ministry, a policy unit) is no truth for this. What is judged is the chief role: the first one given.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from pathlib import Path

from nlp.market_role import market_roles, names_of
from nlp.names import name_key
from nlp.player import classify_player, registered_players
from tests.accuracy.archives import opened
from tests.accuracy.result import Cell, Result

# What the free words of the truth mean, the first that fits; whoever is a vendor may be an integrator too.
_MEANING: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("vendor", ("system_vendor", "integrator", "consultant")),
    ("policy", ()),
    ("initiative", ()),
    ("standard", ("standard_body",)),
    ("register", ("data_holder",)),
    ("geodata", ("data_holder",)),
    ("open-data", ("data_holder",)),
    ("archives", ("data_holder",)),
    ("stewardship", ("standard_body",)),
    ("business association", ()),
    ("association", ("buyer_community",)),
    ("cooperation", ("buyer_community",)),
    ("consortium", ("buyer_community",)),
    ("procurement", ("buyer_community",)),
    ("open-source", ("platform_owner",)),
    ("platform", ("platform_owner",)),
    ("steward", ("platform_owner",)),
    ("eid", ("platform_owner",)),
    ("e-id", ("platform_owner",)),
    ("digital", ("platform_owner",)),
    ("information system", ("platform_owner",)),
    ("portal", ("platform_owner",)),
    ("telematics", ("platform_owner",)),
)
_MACRO_FLOOR = 0.75
_MOST_PAGES = 60
_MOST_CHARACTERS = 20_000


def score(data: Path) -> Result | None:
    """The organisations of the corpus below a folder whose texts are there, or None where there is none."""
    with opened(data, wanted=("orgs.csv",), hint="corpus") as folder:
        if folder is None:
            return None
        answers = _answers(folder)
        with (folder / "orgs.csv").open(encoding="utf-8", newline="") as file:
            truth = {row["org"]: row for row in csv.DictReader(file)}
        notes: list[str] = []
        faults: list[str] = []
        cells = list(_cells(answers, truth, notes, faults))
        return Result(name="player_roles", cells=cells, notes=notes, faults=faults)


def _answers(folder: Path) -> dict[str, tuple[str | None, bool | None]]:
    """By organisation with texts: its chief role and whether it is public, from its name, seeds and texts alone."""
    known = {name_key(name).base: one for one in registered_players() for name in (one.name, *one.aliases)}
    with (folder / "orgs.csv").open(encoding="utf-8", newline="") as file:
        named = [(row["org"], row["org_name"], row["country"], row["split"]) for row in csv.DictReader(file)]
    answers: dict[str, tuple[str | None, bool | None]] = {}
    for org, name, country, split in named:
        paths = sorted((folder / split / org).glob("*.md"))[:_MOST_PAGES]
        if not paths:
            continue
        pages = [(one.name, one.read_text(encoding="utf-8", errors="replace")[:_MOST_CHARACTERS]) for one in paths]
        stated = next((known[base] for said in names_of(name) if (base := name_key(said).base) in known), None)
        classified = classify_player(
            name=name, country=country, national_id=None, legal_types=(), is_buyer=False, declared=stated
        )
        roles = market_roles(
            name=name, player_class=classified.player_class, stated=stated.roles if stated else (), pages=pages
        )
        answers[org] = (roles[0].role if roles else None, classified.is_public)
    return answers


def meaning(words: str) -> tuple[str, ...]:
    """The roles that a free description allows; none where it describes no role of the market."""
    return next((roles for cue, roles in _MEANING if cue in words.lower()), ())


def _cells(
    answers: dict[str, tuple[str | None, bool | None]],
    truth: dict[str, dict[str, str]],
    notes: list[str],
    faults: list[str],
) -> Iterable[Cell]:
    covered = Cell(group="own texts", column="role told", floor=0.65)
    right = Cell(group="own texts", column="role right", floor=0.75)
    public_told = Cell(group="own texts", column="public or private told")
    public = Cell(group="own texts", column="public or private", floor=0.9)
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for org, (role, is_public) in sorted(answers.items()):
        row = truth[org]
        if row["org_type"] in ("public", "private"):
            public_told.count(is_public is not None, where=org, truth=row["org_type"])
            if is_public is not None:
                public.count(is_public == (row["org_type"] == "public"), where=org, truth=row["org_type"])
        allowed = meaning(row["role"])
        if not allowed:
            continue
        covered.count(role is not None, where=org, truth=" or ".join(allowed))
        if role is None:
            continue
        agrees = role in allowed
        right.count(agrees, where=org, truth=" or ".join(allowed), read=role)
        counts[allowed[0]]["right" if agrees else "missed"] += 1
        if not agrees:
            counts[role]["extra"] += 1
    scores = {
        role: 2 * one["right"] / (2 * one["right"] + one["missed"] + one["extra"])
        for role, one in counts.items()
        if one["right"] + one["missed"]
    }
    told = ", ".join(f"{role} {score:.2f}" for role, score in sorted(scores.items()))
    macro = sum(scores.values()) / len(scores) if scores else 0.0
    notes.append(f"roles of {covered.total} organisations: macro-F1 {macro:.3f} where one is told ({told})")
    if macro < _MACRO_FLOOR:
        faults.append(f"roles: macro-F1 is {macro:.3f}, not {_MACRO_FLOOR}")
    yield from (covered, right, public_told, public)

"""What the analyses of policy and technology need of a night, as raw tables: sentences, terms, peers, rings."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pyarrow as pa

from pipelines import study_tables
from pipelines.study import StudyFile, near
from warehouse.raw import STUDY

if TYPE_CHECKING:
    from pipelines.night import Night
    from warehouse.database import Building

# Papers that state what a body wants, as core.document has them.
_POLICY_TEXTS = """
    select distinct said.text_digest, said.text
    from raw.text as said
    join raw.document as document
        on said.owner_kind = 'document' and said.owner_id = document.document_id
        and said.evidence_id = document.evidence_id and said.part = document.part
    join raw.study_source as source on said.source = source.source
    where source.stream = 'policy' and document.document_type in (
        'ai_policy', 'welfare_technology', 'data_strategy', 'security_policy', 'digitalisation_strategy', 'strategy'
    )
    order by all
"""


def load_policy_sentences(building: Building) -> int:
    """Split the policy stream's texts into sentences and load them into `raw.policy_sentence`; returns how many."""
    from nlp.policy_sentence import sentence_table

    rows = building.query(_POLICY_TEXTS)
    table = sentence_table((str(row["text_digest"]), str(row["text"])) for row in rows)
    return building.load_table("policy_sentence", table)


def load_terms_and_groups(night: Night, building: Building) -> None:
    """Load the terms that find each technology, the study's own groups of peers, and what its rings need."""
    building.load_table("technology_term", term_table(night.file))
    building.load_table("peer_group", group_table(night.file))
    building.load_table("ring_threshold", threshold_table(night.file))


def term_table(file: StudyFile) -> pa.Table:
    """The rows of `raw.technology_term`: every way to write each technology, by language."""
    rows = sorted(
        {(one.id, term.language, term.text) for one in study_tables.technologies(file) for term in one.lexicon.terms}
    )
    names = STUDY["technology_term"].names
    return pa.Table.from_pylist([dict(zip(names, row, strict=True)) for row in rows], schema=STUDY["technology_term"])


def threshold_table(file: StudyFile) -> pa.Table:
    """The rows of `raw.ring_threshold`: every threshold of the radar, the study's own or the default."""
    rows = [{"threshold": name, "least": least} for name, least in file.study.radar.model_dump().items()]
    return pa.Table.from_pylist(rows, schema=STUDY["ring_threshold"])


def group_table(file: StudyFile) -> pa.Table:
    """The rows of `raw.peer_group`. Raises `StudyRefusedError` where a member is no customer, or in two groups."""
    known: dict[str, str] = {}
    for customer in study_tables.customers(file):
        for key in ("player_id", "name", "code", "national_id"):
            if customer[key]:
                known[str(customer[key])] = str(customer["player_id"])
    placed: dict[str, str] = {}
    for index, group in enumerate(file.study.peer_group):
        for number, member in enumerate(group.members):
            place = ("peer_group", index, "members", number)
            if member not in known:
                file.refuse(place, f"{member!r} is no customer of the study{near(member, known)}; name its id or name.")
            if known[member] in placed:
                file.refuse(place, f"{member!r} stands in {placed[known[member]]!r} already; a customer has one group.")
            placed[known[member]] = group.name
    rows = [{"player_id": player_id, "peer_group": name} for player_id, name in sorted(placed.items())]
    return pa.Table.from_pylist(rows, schema=STUDY["peer_group"])


# New is what the latest texts say: one notice that says a day yet to come would make every term old.
_SAID = """
    select distinct said.text,
        coalesce(document.publisher, min(organisation.organisation_key), said.source) as organisation,
        coalesce(document.published_date, notice.publication_date) as day
    from raw.text as said
    left join raw.document as document
        on said.owner_kind = 'document' and said.owner_id = document.document_id
        and said.evidence_id = document.evidence_id
    left join raw.notice as notice
        on said.owner_kind = 'notice' and said.owner_id = notice.notice_id and said.evidence_id = notice.evidence_id
        and notice.publication_date <= ?
    left join raw.organisation as organisation
        on notice.notice_id = organisation.notice_id and organisation.role = 'buyer'
    where coalesce(document.published_date, notice.publication_date) is not null
    group by said.text, said.source, said.text_digest, said.owner_id, document.publisher, document.published_date,
        notice.publication_date
    order by all
"""


def load_term_candidates(night: Night, building: Building) -> int:
    """Look for new terms in all dated texts and load them into `raw.term_candidate`; returns how many there are."""
    from nlp.novelty import Said, candidate_table, find_candidates, merged_terms, read_decisions, seen_contexts

    rows = building.query(_SAID, [night.as_of])
    said = [
        Said(str(row["text"]), str(row["organisation"]), day) for row in rows if isinstance(day := row["day"], date)
    ]
    lexicons = {one.id: one.lexicon for one in study_tables.technologies(night.file)}
    decisions = read_decisions()
    merged = merged_terms(decisions)
    found = find_candidates(said, lexicons=lexicons, decided=decisions, merged=merged, seen=seen_contexts())
    return building.load_table("term_candidate", candidate_table(found))

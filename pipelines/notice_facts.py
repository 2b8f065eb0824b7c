"""What the night knows of notices beside their texts: for the classifier to learn from, and to be asked with.

The same words may stand in several notices (a notice and its correction, say). The facts that go with a text are those
of the notice with the smallest key, so that they do not depend on the order in which notices came.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from nlp.notice_facts import notice_facts

if TYPE_CHECKING:
    from warehouse.database import Building

_PIECE = 10_000
_BUYERS = """
    select
        notice_id,
        evidence_id,
        list(distinct activity order by activity) filter (where activity is not null) as activities,
        list(distinct legal_type order by legal_type) filter (where legal_type is not null) as authorities
    from raw.organisation
    where role = 'buyer'
    group by all
"""
_KNOWN = """
    coalesce(notice.contract_nature, '') as nature,
    coalesce(notice.legal_basis, '') as legal_basis,
    coalesce(notice.form, '') as form,
    coalesce(buyer.activities, []) as activities,
    coalesce(buyer.authorities, []) as authorities
"""
_OF_TEXTS = f"""
    with buyer as ({_BUYERS})
    select said.text_digest, {_KNOWN}
    from raw.text as said
    left join raw.notice as notice
        on said.owner_kind = 'notice' and said.owner_id = notice.notice_id and said.evidence_id = notice.evidence_id
    left join buyer on notice.notice_id = buyer.notice_id and notice.evidence_id = buyer.evidence_id
    qualify
        row_number() over (
            partition by said.text_digest
            order by notice.notice_id nulls last, notice.evidence_id, nature, legal_basis, form, activities, authorities
        ) = 1
"""  # noqa: S608  our own words
_OF_LEARNT = f"""
    with buyer as ({_BUYERS})
    select distinct said.text, notice.cpv_main, {_KNOWN}
    from raw.text as said
    inner join raw.notice as notice
        on said.owner_kind = 'notice' and said.owner_id = notice.notice_id and said.evidence_id = notice.evidence_id
    left join buyer on notice.notice_id = buyer.notice_id and notice.evidence_id = buyer.evidence_id
    where notice.cpv_main is not null
"""  # noqa: S608  our own words


def facts_of_texts(building: Building) -> dict[str, str]:
    """The facts that go with each current text, by digest; nothing for texts that are no notice's."""
    return {str(digest): _facts(known) for digest, *known in _rows(building, _OF_TEXTS)}


def learnt_notices(building: Building) -> Iterator[tuple[str, str, str]]:
    """Texts with their main CPV code and their facts, for training; asked for only when the first is taken."""
    for text, code, *known in _rows(building, _OF_LEARNT):
        yield str(text), str(code), _facts(known)


def _rows(building: Building, sql: str) -> Iterator[tuple[Any, ...]]:
    """A piece at a time: a million texts as dictionaries would be a gigabyte."""
    cursor = building.connection.execute(sql)
    while piece := cursor.fetchmany(_PIECE):
        yield from piece


def _facts(known: list[Any]) -> str:
    nature, legal_basis, form, activities, authorities = known
    return notice_facts(
        nature=nature,
        legal_basis=legal_basis,
        form=form,
        activities=tuple(activities),
        authorities=tuple(authorities),
    )

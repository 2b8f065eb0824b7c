-- T3.4: something that a player did or met in the two years before the as-of date, with its day and its evidence.
-- Awards that it won; contracts that it kept or lost when they were called for again (losers of other awards are rarely
-- named, so a loss is known only of what it held); typed changes of its pages; new documents of it that are dated.
-- Grain: player_id, event_kind, event_id
-- Check: event_kind in ('won', 'kept', 'lost', 'page change', 'document')
-- Column player_id: the player
-- Column event_kind: won, kept, lost, page change or document
-- Column event_id: the award, the contract, the change's document and version, or the document
-- Column event_date: its day
-- Column what: title, or the words after a change
-- Column detail: the other side: the buyer, who won instead, or the type of the change
-- Column url: where it stands
-- Column evidence_id: the bytes that it was read from
with events as (
    select
        supplier.player_id,
        'won' as event_kind,
        award.award_key as event_id,
        award.publication_date as event_date,
        award.title as what,
        award.buyer_name as detail,
        award.url,
        award.evidence_id
    from mart.award as award
    inner join core.award_supplier as supplier on award.award_key = supplier.award_key and supplier.role = 'supplier'
    where award.status = 'awarded'
    union all
    select
        unnest(contract.supplier_ids) as player_id,
        case when chain.has_same_supplier then 'kept' else 'lost' end as event_kind,
        contract.contract_id as event_id,
        next.award_date as event_date,
        contract.title as what,
        next.supplier_names as detail,
        next.url,
        next.evidence_id
    from mart.contract_chain as chain
    inner join mart.contract as contract on chain.contract_id = contract.contract_id
    inner join mart.contract as next on chain.next_contract_id = next.contract_id
    where chain.has_same_supplier is not null
    union all
    select
        player_id,
        'page change' as event_kind,
        document_id || '#' || version_number || '#' || change_number as event_id,
        change_date as event_date,
        coalesce(after_quote, before_quote) as what,
        change_type as detail,
        url,
        evidence_id
    from mart.page_change
    where player_id is not null and change_type <> 'none'
    union all
    select
        owner.player_id,
        'document' as event_kind,
        document.document_id as event_id,
        document.published_date as event_date,
        document.title as what,
        document.document_type as detail,
        document.url,
        document.evidence_id
    from core.document as document
    inner join core.document_player as owner on document.document_id = owner.document_id
    where document.date_basis <> 'first_seen'
)

select events.*
from events
cross join core.study as study
where events.event_date between study.as_of - 730 and study.as_of

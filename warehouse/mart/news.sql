-- Something new since the night before: a notice, award or document first seen this night, a page whose text changed,
-- or a contract that came within 12 months of its end. Empty on the first night (see edition_note).
-- Grain: news_kind, news_id
-- Check: news_kind in ('new_notice', 'new_award', 'new_document', 'changed_document', 'expiring_contract')
-- Column news_kind: new_notice, new_award, new_document, changed_document or expiring_contract
-- Column news_id: the notice, award or document
-- Column news_date: day of publication, of the change, or of the contract's latest end
-- Column title: its title
-- Column who: the buyer, the suppliers or the publisher
-- Column url: where it stands
-- Column evidence_id: the bytes
-- Column part: the part of a package, else empty
-- Column amount_dkk: market value in kroner; NULL unless trusted
with tonight as (
    select
        study.night_id,
        study.as_of,
        coalesce(
            (
                select max(evidence.last_day)
                from core.evidence as evidence
                where evidence.first_night < study.night_id
            ),
            study.as_of
        ) as before_date
    from core.study as study
    where exists (
        select 1 from core.evidence as evidence
        where evidence.first_night < study.night_id
    )
)

select
    'new_notice' as news_kind,
    notice.notice_id as news_id,
    notice.publication_date as news_date,
    notice.title,
    notice.buyer_name as who,
    notice.url,
    notice.evidence_id,
    notice.part,
    cast(null as decimal(24, 2)) as amount_dkk
from mart.notice as notice
inner join tonight on notice.first_night = tonight.night_id
where notice.is_current and notice.notice_kind <> 'result'
union all
select
    'new_award' as news_kind,
    award.award_key as news_id,
    award.publication_date as news_date,
    award.title,
    coalesce(award.supplier_names, award.buyer_name) as who,
    award.url,
    award.evidence_id,
    award.part,
    award.amount_dkk
from mart.award as award
inner join tonight on award.first_night = tonight.night_id
where award.status = 'awarded'
union all
select
    'new_document' as news_kind,
    document.document_id as news_id,
    document.published_date as news_date,
    document.title,
    document.publisher as who,
    document.url,
    document.evidence_id,
    document.part,
    cast(null as decimal(24, 2)) as amount_dkk
from mart.document as document
inner join tonight on document.first_night = tonight.night_id
union all
select
    'changed_document' as news_kind,
    document.document_id as news_id,
    document.last_seen_date as news_date,
    document.title,
    document.publisher as who,
    document.url,
    document.evidence_id,
    document.part,
    cast(null as decimal(24, 2)) as amount_dkk
from mart.document as document
inner join tonight on document.last_changed_night = tonight.night_id and document.first_night <> tonight.night_id
union all
select
    'expiring_contract' as news_kind,
    period.award_key as news_id,
    period.latest_end_date as news_date,
    period.title,
    coalesce(period.buyer_name, period.supplier_names) as who,
    period.url,
    period.evidence_id,
    period.part,
    period.amount_dkk
from mart.contract_period as period
inner join tonight
    on
        period.latest_end_date <= tonight.as_of + interval 12 month
        and period.latest_end_date > least(tonight.before_date, tonight.as_of) + interval 12 month

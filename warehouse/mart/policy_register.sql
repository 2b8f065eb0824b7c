-- T1.3: each customer's policy papers, budgets and council decisions by type, with the years for which they hold, and
-- types of which none was found.
-- A row not_found says that we hold none, not that there is none. A paper whose years have passed is expired, and so is
-- an undated period of a paper older than four years, the usual life of a strategy.
-- Grain: body_id, document_type, document_id
-- Check: status in ('current', 'expired', 'coming', 'unknown', 'not_found')
-- Check: (status = 'not_found') = (document_id = 'none')
-- Check: status <> 'not_found' or (basis = 'nothing' and theme_count is null)
-- Check: reason is not null
-- Column body_id: the customer
-- Column name: its name
-- Column document_type: digitalisation_strategy, ai_policy, data_strategy, security_policy, welfare_technology,
--   strategy (any other), budget or council_decision
-- Column document_id: the paper; none where none was found
-- Column title: its title
-- Column said_date: day of publication; NULL where it does not say
-- Column period_from: first day for which it says that it holds
-- Column period_to: last day
-- Column status: current, expired, coming, unknown (says neither years nor day) or not_found
-- Column basis: what the status follows from: period, day of publication, or nothing
-- Column reason: the status in a sentence, or why it cannot tell
-- Column theme_count: themes that it names; NULL of what was not found, and of budgets and decisions, whose sentences
--   no analysis counts
-- Column url: where it stands
-- Column evidence_id: the bytes that it was read from
-- Column part: the part of a package, else empty
with themes as (
    select
        document_id,
        count(distinct theme) as theme_count
    from core.theme_sentence
    group by document_id
),

acts as (
    select
        document.document_id,
        owner.player_id as body_id,
        document.document_type,
        document.title,
        case when document.date_basis <> 'first_seen' then document.published_date end as said_date,
        document.period_from,
        document.period_to,
        document.url,
        document.evidence_id,
        document.part
    from core.document as document
    inner join core.document_player as owner on document.document_id = owner.document_id
    where
        document.stream = 'policy'
        and document.document_type in ('budget', 'council_decision')
        and document.own_copy_of is null
),

papers as (
    select
        paper.document_id,
        paper.body_id,
        paper.document_type,
        paper.title,
        paper.said_date,
        paper.period_from,
        paper.period_to,
        paper.url,
        paper.evidence_id,
        paper.part,
        coalesce(themes.theme_count, 0) as theme_count
    from core.policy_document as paper
    left join themes on paper.document_id = themes.document_id
    union all by name
    select
        *,
        null as theme_count
    from acts
),

held as (
    select
        body.body_id,
        body.name,
        paper.document_type,
        paper.document_id,
        paper.title,
        paper.said_date,
        paper.period_from,
        paper.period_to,
        (select max(study.as_of) from core.study as study) as as_of,
        paper.theme_count,
        paper.url,
        paper.evidence_id,
        paper.part
    from papers as paper
    inner join mart.policy_body as body on paper.body_id = body.body_id and body.is_customer
),

wanted as (
    select
        body.body_id,
        body.name,
        kind.document_type
    from mart.policy_body as body
    cross join (
        values ('digitalisation_strategy'), ('ai_policy'), ('data_strategy'), ('security_policy'),
        ('welfare_technology'), ('strategy'), ('budget'), ('council_decision')
    ) as kind (document_type)
    where body.is_customer
)

select
    body_id,
    name,
    document_type,
    document_id,
    title,
    said_date,
    period_from,
    period_to,
    case
        when period_from > as_of then 'coming'
        when period_to < as_of then 'expired'
        when period_to is not null then 'current'
        when said_date is null then 'unknown'
        when said_date + interval 4 years < as_of then 'expired'
        else 'current'
    end as status,
    case
        when period_to is not null or period_from > as_of then 'period'
        when said_date is not null then 'day of publication'
        else 'nothing'
    end as basis,
    case
        when period_from > as_of then 'holds from ' || period_from
        when period_to < as_of then 'held until ' || period_to
        when period_to is not null then 'holds until ' || period_to
        when said_date is null then 'cannot tell: it says neither years nor a day of publication'
        when said_date + interval 4 years < as_of
            then 'says no years; published ' || said_date || ', over four years ago, the usual life of a strategy'
        else 'says no years; published ' || said_date || ', within the four years that a strategy usually lives'
    end as reason,
    theme_count,
    url,
    evidence_id,
    part
from held
union all
select
    wanted.body_id,
    wanted.name,
    wanted.document_type,
    'none' as document_id,
    null as title,
    null as said_date,
    null as period_from,
    null as period_to,
    'not_found' as status,
    'nothing' as basis,
    'cannot tell: we hold none, which does not say that there is none' as reason,
    null as theme_count,
    null as url,
    null as evidence_id,
    null as part
from wanted
left join held on wanted.body_id = held.body_id and wanted.document_type = held.document_type
where held.body_id is null

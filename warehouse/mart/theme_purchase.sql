-- T1.4 in detail: a customer that has named a theme in a policy paper, and what it tendered and awarded on it after.
-- The first award within 24 months of the first dated paper is counted as bought. Where less time has passed and there
-- is none yet, the answer is open. An award names a theme as a paper does: by the words of the notice.
-- Grain: body_id, theme
-- Check: state in ('bought', 'not_bought', 'open')
-- Check: (state = 'bought') = (award_months is not null and award_months <= 24)
-- Column body_id: the customer
-- Column name: its name
-- Column theme: the theme
-- Column said_date: day of its first dated paper that names the theme
-- Column said_url: where that stands
-- Column said_evidence_id: the bytes that it was read from
-- Column tender_date: day of the first notice on the theme on or after that day, that plans or invites
-- Column award_date: day of the first result notice on the theme on or after that day
-- Column award_notice_id: that notice
-- Column award_url: where it stands
-- Column award_evidence_id: the bytes that it was read from
-- Column tender_months: whole months from paper to tender
-- Column award_months: whole months from paper to award
-- Column has_bought_before: whether an award on the theme came before the paper
-- Column is_closed: whether 24 months have passed since the paper
-- Column state: bought (award within 24 months), not_bought, or open (24 months have not passed)
with said as (
    select
        event.body_id,
        event.theme,
        min(event.event_date) as said_date,
        arg_min(event.url, row(event.event_date, event.owner_id)) as said_url,
        arg_min(event.evidence_id, row(event.event_date, event.owner_id)) as said_evidence_id
    from core.theme_event as event
    where event.act = 'said'
    group by event.body_id, event.theme
),

acts as (
    select
        said.body_id,
        said.theme,
        min(event.event_date) filter (where event.act = 'tender' and event.event_date >= said.said_date) as tender_date,
        min(event.event_date) filter (where event.act = 'award' and event.event_date >= said.said_date) as award_date,
        arg_min(
            struct_pack(owner_id := event.owner_id, url := event.url, evidence_id := event.evidence_id),
            row(event.event_date, event.owner_id)
        ) filter (where event.act = 'award' and event.event_date >= said.said_date) as award,
        coalesce(bool_or(event.act = 'award' and event.event_date < said.said_date), false) as has_bought_before
    from said
    left join core.theme_event as event
        on said.body_id = event.body_id and said.theme = event.theme and event.act <> 'said'
    group by said.body_id, said.theme
),

timed as (
    select
        said.*,
        acts.tender_date,
        acts.award_date,
        acts.award,
        acts.has_bought_before,
        datesub('month', said.said_date, acts.tender_date) as tender_months,
        datesub('month', said.said_date, acts.award_date) as award_months,
        (select max(study.as_of) from core.study as study) as as_of
    from said
    inner join acts on said.body_id = acts.body_id and said.theme = acts.theme
)

select
    timed.body_id,
    player.player_name as name,
    timed.theme,
    timed.said_date,
    timed.said_url,
    timed.said_evidence_id,
    timed.tender_date,
    timed.award_date,
    timed.award.owner_id as award_notice_id,
    timed.award.url as award_url,
    timed.award.evidence_id as award_evidence_id,
    timed.tender_months,
    timed.award_months,
    timed.has_bought_before,
    timed.said_date + interval 24 months <= timed.as_of as is_closed,
    case
        when timed.award_months <= 24 then 'bought'
        when timed.said_date + interval 24 months > timed.as_of then 'open'
        else 'not_bought'
    end as state
from timed
inner join core.player as player on timed.body_id = player.player_id
where player.is_customer

-- A possible focus area: a technology, with the four signs that must meet before one bets on it, each shown apart.
-- Rising: it is named in a larger share of the documents than before, in any stream (mart.technology_trend). Need: what
-- customers ask of it and no component covers (mart.need_gap). Opening: contracts about it that are likely called for
-- within 24 months (mart.retender_calendar). Policy: customers whose own policy documents name it. An area has all
-- four, a candidate three. Where a sign cannot be told it is not counted, and says so. Numbers are small: n stands by.
-- Grain: technology
-- Check: sign_count between 0 and 4
-- Check: verdict in ('area', 'candidate', 'no_area', 'cannot_tell')
-- Check: can_tell = (verdict <> 'cannot_tell')
-- Check: reason is not null
-- Column technology: the technology
-- Column technology_name_da: its name in Danish
-- Column technology_name_en: its name in English
-- Column place: its place: by signs, then by need, then by openings
-- Column verdict: area, candidate, no_area or cannot_tell
-- Column sign_count: how many of the four signs are there
-- Column told_count: how many of them can be told
-- Column is_rising: whether it rises; NULL where no stream can tell
-- Column rising_stream: the stream in which it rises most surely
-- Column rate_ratio: how many times as large its rate becomes there over half of the period, by the slope
-- Column q_value: how surely, after correction
-- Column is_needed: whether its gap is a tenth or more; NULL where nobody is heard
-- Column gap: the largest gap of a need for it (salience times what is not covered), 0 to 1
-- Column need_id: which need that is
-- Column need_quote: a sentence that states it
-- Column is_opening: whether contracts about it open; NULL where no contract's end is known
-- Column opening_count: how many
-- Column opening_dkk: their known value in kroner
-- Column first_date: the first day by which one is likely called for
-- Column first_customers: their buyers, the earliest first
-- Column is_backed: whether a tenth of the customers with a policy document name it; NULL where there is none
-- Column policy_count: how many
-- Column policy_share: as a share of those with a policy document
-- Column test: what would be asked next, and of whom
-- Column can_tell: whether at least three signs can be told
-- Column reason: the four signs in words
with rising as (
    select
        technology,
        min(technology_name_da) as technology_name_da,
        min(technology_name_en) as technology_name_en,
        case when bool_or(verdict <> 'cannot_tell') then bool_or(verdict = 'rising') end as is_rising,
        arg_min(stream, row(q_value, stream)) filter (where verdict = 'rising') as rising_stream,
        arg_min(rate_ratio, row(q_value, stream)) filter (where verdict = 'rising') as rate_ratio,
        min(q_value) filter (where verdict = 'rising') as q_value
    from mart.technology_trend
    group by technology
),

heard as (
    select count(*) as heard_count
    from core.heard_speaker
    where is_customer
),

needed as (
    select
        topic as technology,
        max(gap) as gap,
        arg_max(need_id, row(gap, need_id)) as need_id,
        arg_max(quote, row(gap, need_id)) as need_quote
    from mart.need_gap
    where topic_kind = 'technology' and gap is not null
    group by topic
),

calendars as (
    select count(*) as calendar_count
    from mart.retender_calendar
),

about as (
    select distinct
        contract.contract_id,
        named.technology
    from mart.contract as contract
    inner join core.notice as notice on contract.procedure_key = notice.procedure_key
    inner join core.technology_document as named
        on notice.notice_id = named.owner_id and named.owner_kind = 'notice'
),

opening as (
    select
        about.technology,
        count(*) as opening_count,
        sum(calendar.amount_dkk) as opening_dkk,
        min(calendar.p50_date) as first_date,
        list(calendar.buyer_name order by calendar.p50_date, calendar.chain_id) as in_order
    from mart.retender_calendar as calendar
    cross join core.study as study
    inner join about on calendar.contract_id = about.contract_id
    where
        calendar.state in ('expected', 'extended', 'open')
        and calendar.p50_date between study.as_of and study.as_of + interval 24 month
    group by about.technology
),

bodies as (
    select count(*) as body_count
    from mart.policy_body
    where is_customer and has_document
),

backed as (
    select
        mention.technology,
        count(distinct owner.player_id) as policy_count
    from core.technology_document as mention
    inner join core.document as document
        on mention.owner_id = document.document_id and mention.owner_kind = 'document'
    inner join core.document_player as owner on document.document_id = owner.document_id
    inner join core.player as player on owner.player_id = player.player_id and player.is_customer
    where document.stream = 'policy' and document.is_policy and document.own_copy_of is null
    group by mention.technology
),

signs as (
    select
        rising.*,
        needed.gap,
        needed.need_id,
        needed.need_quote,
        coalesce(opening.opening_count, 0) as opening_count,
        opening.opening_dkk,
        opening.first_date,
        array_to_string(list_distinct(opening.in_order[1:6])[1:3], ', ') as first_customers,
        coalesce(backed.policy_count, 0) as policy_count,
        coalesce(backed.policy_count, 0) / nullif(bodies.body_count, 0) as policy_share,
        case when heard.heard_count > 0 then coalesce(needed.gap, 0) >= 0.1 end as is_needed,
        case when calendars.calendar_count > 0 then coalesce(opening.opening_count, 0) > 0 end as is_opening,
        case
            when bodies.body_count > 0 then coalesce(backed.policy_count, 0) / bodies.body_count >= 0.1
        end as is_backed
    from rising
    cross join heard
    cross join calendars
    cross join bodies
    left join needed on rising.technology = needed.technology
    left join opening on rising.technology = opening.technology
    left join backed on rising.technology = backed.technology
),

counted as (
    select
        *,
        cast(coalesce(is_rising, false) as integer) + cast(coalesce(is_needed, false) as integer)
        + cast(coalesce(is_opening, false) as integer) + cast(coalesce(is_backed, false) as integer) as sign_count,
        cast(is_rising is not null as integer) + cast(is_needed is not null as integer)
        + cast(is_opening is not null as integer) + cast(is_backed is not null as integer) as told_count
    from signs
)

select
    technology,
    technology_name_da,
    technology_name_en,
    row_number() over (order by sign_count desc, coalesce(gap, 0) desc, opening_count desc, technology asc) as place,
    case
        when told_count < 3 then 'cannot_tell'
        when sign_count = 4 then 'area'
        when sign_count = 3 then 'candidate'
        else 'no_area'
    end as verdict,
    sign_count,
    told_count,
    is_rising,
    rising_stream,
    rate_ratio,
    q_value,
    is_needed,
    gap,
    need_id,
    need_quote,
    is_opening,
    opening_count,
    opening_dkk,
    first_date,
    first_customers,
    is_backed,
    policy_count,
    policy_share,
    case
        when sign_count < 3 then null
        when not coalesce(is_needed, false) then 'ask the customers of the questionnaire whether they lack it'
        when not coalesce(is_opening, false) then 'ask who could buy it without a contract that opens'
        when not coalesce(is_backed, false) then 'ask the customers whether their next strategy names it'
        when not coalesce(is_rising, false) then 'wait for two more quarters of notices'
        else 'show a draft of requirements to ' || coalesce(first_customers, 'the first buyers')
    end as test,
    told_count >= 3 as can_tell,
    case when told_count < 3 then 'cannot tell: ' else '' end
    || case
        when is_rising is null then 'direction unknown'
        when is_rising then printf('rising in %s (%.1f times, q %.3f)', rising_stream, rate_ratio, q_value)
        else 'not surely rising'
    end
    || '; '
    || case
        when is_needed is null then 'needs unknown: no customer is heard'
        else printf('uncovered need %.0f %%', 100 * coalesce(gap, 0))
    end
    || '; '
    || case
        when is_opening is null then 'openings unknown: no contract has a stated end'
        else opening_count || ' contracts open within 24 months'
    end
    || '; '
    || case
        when is_backed is null then 'policy unknown: no policy document is held'
        else printf('%d customers name it in their policy (%.0f %%)', policy_count, 100 * policy_share)
    end as reason
from counted

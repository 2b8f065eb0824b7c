-- T3.4: a rival, partner or supplier in one row: who it is, what it holds, wins, keeps and loses, and what it says.
-- One row for each player that won an award, publishes documents or is declared with a role, customers left out.
-- Grain: player_id
-- Check: can_tell or reason is not null
-- Check: kept_count + lost_count = retender_count
-- Column player_id: the player
-- Column player_name: its name
-- Column legal_form: A/S, ApS, I/S, K/S, P/S, GmbH and so on, from its registered name; NULL where the name says none
-- Column player_class: its class
-- Column class_reason: why, in a sentence
-- Column class_layer: which layer decided the class
-- Column is_public: whether it is a public body; NULL where unknown
-- Column is_focal: whether it is the organisation that the study serves
-- Column roles: declared roles
-- Column owner_name: its ultimate owner as far as known; NULL where none is
-- Column names: the names that sources use for it
-- Column award_count: its awards by its part in them
-- Column award_share: its part of all awards, 0 to 1; NULL where the numbers are too small
-- Column known_value_dkk: its part of the trusted market value
-- Column value_coverage: share of its awards whose value is known
-- Column segments: its awards by segment
-- Column top_buyers: up to five buyers with the most of its awards
-- Column retender_count: contracts that it held and that were called for and awarded again
-- Column kept_count: of those, won again
-- Column lost_count: of those, lost: all that is known of losses, since losers are rarely named
-- Column ending_count: its contracts that nothing follows yet and that are expected to be called for within 12 months
-- Column partners: up to ten players that it won awards with, or that worked under it or over it
-- Column technologies: technologies that its own documents name, up to ten
-- Column component_count: components of the focal organisation that it covers, evidenced or claimed
-- Column page_change_count: typed changes of its pages in two years
-- Column events: its last twenty events in two years
-- Column can_tell: whether we hold awards or documents of it
-- Column reason: why not, in a sentence
with contracts as (
    select
        unnest(contract.supplier_ids) as player_id,
        chain.has_same_supplier,
        chain.next_contract_id is null and calendar.p50_date between study.as_of and study.as_of + 365 as is_ending
    from mart.contract as contract
    inner join mart.contract_chain as chain on contract.contract_id = chain.contract_id
    cross join core.study as study
    left join mart.retender_calendar as calendar on contract.contract_id = calendar.contract_id
    where contract.status = 'awarded'
),

renewed as (
    select
        player_id,
        count(has_same_supplier) as retender_count,
        count(*) filter (where has_same_supplier) as kept_count,
        count(*) filter (where is_ending) as ending_count
    from contracts
    group by player_id
),

together as (
    select
        one.player_id,
        other.player_id as partner_id,
        min(other.player_name) as name,
        count(distinct one.award_key) as award_count
    from core.award_supplier as one
    inner join core.award_supplier as other on one.award_key = other.award_key and one.player_id <> other.player_id
    group by one.player_id, other.player_id
),

-- Winners of one framework stand on one lot side by side; only joint suppliers of one award are partners.
partners as (
    select
        player_id,
        list(
            struct_pack(player_id := partner_id, name := name, award_count := award_count)
            order by award_count desc, name asc, partner_id asc
        )[:10] as partners
    from together
    group by player_id
),

covered as (
    select
        player_id,
        count(*) filter (where level <> 'not_seen') as component_count
    from mart.component_coverage
    group by player_id
),

happened as (
    select
        player_id,
        count(*) filter (where event_kind = 'page change') as page_change_count,
        list(
            struct_pack(
                event_date := event_date,
                event_kind := event_kind,
                what := what,
                detail := detail,
                url := url,
                evidence_id := evidence_id
            )
            order by event_date desc, event_kind asc, event_id asc
        )[:20] as events
    from mart.competitor_event
    group by player_id
)

select
    player.player_id,
    player.player_name,
    nullif(
        regexp_extract(
            player.player_name,
            '(?:^|[ ,])(A/S|ApS|I/S|K/S|P/S|[Aa]\.[Mm]\.[Bb]\.[Aa]\.|[Ff]\.[Mm]\.[Bb]\.[Aa]\.|AB|ASA?|GmbH|AG|Ltd'
            || '|Limited|Inc|Oyj?|SE)\.?$',
            1
        ), ''
    ) as legal_form,
    player.player_class,
    player.class_reason,
    player.class_layer,
    player.is_public,
    player.is_focal,
    player.roles,
    owner.player_name as owner_name,
    names.names,
    coalesce(profile.award_count, 0) as award_count,
    profile.award_share,
    profile.known_value_dkk,
    profile.value_coverage,
    coalesce(profile.segments, []) as segments,
    coalesce(profile.top_buyers, []) as top_buyers,
    coalesce(renewed.retender_count, 0) as retender_count,
    coalesce(renewed.kept_count, 0) as kept_count,
    coalesce(renewed.retender_count - renewed.kept_count, 0) as lost_count,
    coalesce(renewed.ending_count, 0) as ending_count,
    coalesce(partners.partners, []) as partners,
    coalesce(profile.technologies, []) as technologies,
    coalesce(covered.component_count, 0) as component_count,
    coalesce(happened.page_change_count, 0) as page_change_count,
    coalesce(happened.events, []) as events,
    coalesce(profile.award_count > 0 or profile.document_count > 0, false) as can_tell,
    case
        when not coalesce(profile.award_count > 0 or profile.document_count > 0, false)
            then 'cannot tell: we hold neither an award nor a document of it'
    end as reason
from core.player as player
inner join mart.player as names on player.player_id = names.player_id
inner join core.player_group as grouped on player.player_id = grouped.player_id
left join core.player as owner on grouped.group_id = owner.player_id and player.player_id <> owner.player_id
left join mart.player_profile as profile on player.player_id = profile.player_id
left join renewed on player.player_id = renewed.player_id
left join partners on player.player_id = partners.player_id
left join covered on player.player_id = covered.player_id
left join happened on player.player_id = happened.player_id
where
    player.is_focal
    or (not player.is_customer and (profile.player_id is not null or len(player.roles) > 0))

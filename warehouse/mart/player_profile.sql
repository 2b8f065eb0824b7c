-- A player of the market in one row: one that has won an award, publishes documents, or that the study serves.
-- Grain: player_id
-- Check: award_share is null or (share_low <= award_share and award_share <= share_high)
-- Check: last_award_date is null or award_count > 0
-- Check: award_count <= participation_count + 0.000001
-- Check: value_coverage is null or value_coverage between 0 and 1
-- Check: len(top_buyers) <= least(buyer_count, 5) and len(technologies) <= 10
-- Check: len(technologies) = 0 or document_count > 0
-- Column player_id: the player
-- Column player_name: its name
-- Column player_class: its class
-- Column is_public: whether it is a public body; NULL where unknown
-- Column parent_name: the player that owns it
-- Column award_count: its awards by its part in them: a joint award of two counts a half
-- Column participation_count: awards that it takes part in, joint ones counted whole
-- Column award_share: its part of all awards, 0 to 1; NULL where the numbers are too small
-- Column share_low: lower end of the interval
-- Column share_high: upper end of the interval
-- Column known_value_dkk: its part of the trusted market value
-- Column value_coverage: share of its awards whose value is known
-- Column buyer_count: different buyers of its awards
-- Column top_buyers: up to five buyers with the most of its awards
-- Column segments: its awards by segment
-- Column technologies: technologies that its own documents name, up to ten
-- Column names: the names that sources use for it
-- Column contracts_ending_12m: its contracts, call-offs left out, whose latest end is within 12 months
-- Column last_award_date: day on which its last award was published
-- Column document_count: documents that it publishes
-- Column news_count: what is new about it since the night before
with won as (
    select
        supplier.player_id,
        supplier.award_key,
        supplier.weight,
        award.segment_code
    from core.award_supplier as supplier
    inner join core.award as award on supplier.award_key = award.award_key
    where supplier.role = 'supplier' and award.status = 'awarded'
),

buyer_counts as (
    select
        won.player_id,
        buyer.player_id as buyer_id,
        min(buyer.player_name) as buyer_name,
        cast(sum(won.weight * buyer.weight) as double) as award_count
    from won
    inner join core.award_buyer as buyer on won.award_key = buyer.award_key
    group by won.player_id, buyer.player_id
),

top_buyers as (
    select
        player_id,
        list(
            struct_pack(player_id := buyer_id, name := buyer_name, award_count := round(award_count, 6))
            order by award_count desc, buyer_name asc, buyer_id asc
        )[:5] as top_buyers
    from buyer_counts
    group by player_id
),

segment_counts as (
    select
        player_id,
        segment_code,
        round(cast(sum(weight) as double), 6) as award_count
    from won
    group by player_id, segment_code
),

segments as (
    select
        player_id,
        list(
            struct_pack(segment_code := segment_code, award_count := award_count)
            order by award_count desc, segment_code asc
        ) as segments
    from segment_counts
    group by player_id
),

document_counts as (
    select
        player_id,
        count(*) as document_count
    from core.document_player
    group by player_id
),

technology_counts as (
    select
        owner.player_id,
        mention.technology,
        min(mention.technology_name_en) as name,
        count(*) as mention_count
    from core.document_player as owner
    inner join mart.mention as mention on mention.owner_kind = 'document' and owner.document_id = mention.owner_id
    group by owner.player_id, mention.technology
),

technologies as (
    select
        player_id,
        list(
            struct_pack(technology := technology, name := name, mention_count := mention_count)
            order by mention_count desc, technology asc
        )[:10] as technologies
    from technology_counts
    group by player_id
),

endings as (
    select
        ending.player_id,
        count(*) as contracts_ending_12m
    from (
        select unnest(contract.supplier_ids) as player_id
        from mart.contract as contract
        where contract.days_left between 0 and 365
    ) as ending
    group by ending.player_id
),

news as (
    select
        about.player_id,
        count(*) as news_count
    from (
        select
            won.player_id,
            news.news_kind,
            news.news_id
        from mart.news as news
        inner join won on news.news_id = won.award_key
        where news.news_kind in ('new_award', 'expiring_contract')
        union all
        select
            owner.player_id,
            news.news_kind,
            news.news_id
        from mart.news as news
        inner join core.document_player as owner on news.news_id = owner.document_id
        where news.news_kind in ('new_document', 'changed_document')
    ) as about
    group by about.player_id
)

select
    player.player_id,
    player.player_name,
    player.player_class,
    player.is_public,
    player.parent_name,
    coalesce(supplier.award_count, 0) as award_count,
    coalesce(supplier.participation_count, 0) as participation_count,
    share.award_share,
    share.share_low,
    share.share_high,
    supplier.known_value_dkk,
    supplier.value_coverage,
    coalesce(supplier.buyer_count, 0) as buyer_count,
    coalesce(top_buyers.top_buyers, []) as top_buyers,
    coalesce(segments.segments, []) as segments,
    coalesce(technologies.technologies, []) as technologies,
    player.names,
    coalesce(endings.contracts_ending_12m, 0) as contracts_ending_12m,
    supplier.last_award_date,
    coalesce(document_counts.document_count, 0) as document_count,
    coalesce(news.news_count, 0) as news_count
from mart.player as player
left join mart.supplier as supplier on player.player_id = supplier.player_id
left join mart.supplier_share as share
    on player.player_id = share.player_id and share.segment_code = 'all' and share.period = 'all'
left join top_buyers on player.player_id = top_buyers.player_id
left join segments on player.player_id = segments.player_id
left join technologies on player.player_id = technologies.player_id
left join endings on player.player_id = endings.player_id
left join document_counts on player.player_id = document_counts.player_id
left join news on player.player_id = news.player_id
where
    supplier.player_id is not null
    or document_counts.player_id is not null
    or player.is_focal

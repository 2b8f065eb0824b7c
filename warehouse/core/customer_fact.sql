-- A short statement about one customer that a portrait of its segment counts: what it names, asks and buys.
-- Grain: player_id, fact_kind, fact
-- Check: fact_kind in ('theme', 'need', 'barrier', 'tender', 'tie')
-- Column player_id: the customer
-- Column fact_kind: theme, need, barrier, tender or tie (to the focal organisation)
-- Column fact: the theme, need or barrier; the notice; or how it is tied
-- Column name_da: its name in Danish
-- Column name_en: its name in English
-- Column fact_date: its day; NULL where it has none
with facts as (
    select
        speaker.speaker_id as player_id,
        'theme' as fact_kind,
        theme.theme as fact,
        theme.name_da,
        theme.name_en,
        cast(null as date) as fact_date
    from core.theme_mention as mention
    inner join core.text as said on mention.text_digest = said.text_digest
    inner join core.speaker as speaker on said.owner_kind = speaker.owner_kind and said.owner_id = speaker.owner_id
    inner join core.theme as theme on mention.theme = theme.theme
    where speaker.is_customer
    union
    select
        need.speaker_id as player_id,
        'need' as fact_kind,
        need.need_id as fact,
        named.need_name_da as name_da,
        named.need_name_en as name_en,
        cast(null as date) as fact_date
    from core.need_speaker as need
    inner join core.need_name as named on need.need_id = named.need_id
    where need.is_customer and named.topic_kind <> 'none'
    union
    select
        barrier.speaker_id as player_id,
        'barrier' as fact_kind,
        barrier.barrier as fact,
        kind.name_da,
        kind.name_en,
        cast(null as date) as fact_date
    from core.barrier_speaker as barrier
    inner join core.barrier_kind as kind on barrier.barrier = kind.barrier
    where barrier.is_customer
    union
    select
        buyer.player_id,
        'tender' as fact_kind,
        notice.notice_id as fact,
        notice.title as name_da,
        notice.title as name_en,
        notice.publication_date as fact_date
    from core.notice as notice
    inner join core.notice_buyer as buyer on notice.notice_id = buyer.notice_id
    where notice.is_current and notice.notice_kind = 'competition'
    union
    select
        speaker_id as player_id,
        'tie' as fact_kind,
        'speaks of it' as fact,
        'omtaler organisationen' as name_da,
        'speaks of the organisation' as name_en,
        cast(null as date) as fact_date
    from core.role_statement
    where speaker_group in ('customer', 'owner', 'state')
    union
    select
        player_id,
        'tie' as fact_kind,
        'uses ' || component_id as fact,
        'bruger ' || component_id as name_da,
        'uses ' || component_id as name_en,
        cast(null as date) as fact_date
    from core.system_usage
    where player_id is not null and actual > 0
    union
    select
        other.player_id,
        'tie' as fact_kind,
        'buys with it' as fact,
        'køber sammen med den' as name_da,
        'buys with it' as name_en,
        cast(null as date) as fact_date
    from core.notice_buyer as buyer
    inner join core.player as focal on buyer.player_id = focal.player_id and focal.is_focal
    inner join core.notice_buyer as other on buyer.notice_id = other.notice_id and buyer.player_id <> other.player_id
)

select
    facts.player_id,
    facts.fact_kind,
    facts.fact,
    min(facts.name_da) as name_da,
    min(facts.name_en) as name_en,
    min(facts.fact_date) as fact_date
from facts
inner join core.player as player on facts.player_id = player.player_id and player.is_customer
group by facts.player_id, facts.fact_kind, facts.fact

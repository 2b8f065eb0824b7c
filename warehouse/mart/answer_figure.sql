-- A figure that an answer to a board's question rests on and that mart.headline_figure does not hold: counts of
-- judgements, gaps, differences and estimates. It stands apart because its changes between editions are not split by
-- cause.
-- Grain: figure, slice
-- Check: can_tell or reason is not null
-- Check: low <= high or low is null or high is null
-- Check: low is null or value is null or value between low and high
-- Column figure: contracts_within_year, market_estimate, single_bids, bodies_heard, need_gap, role_difference,
--   alliance_candidate, component_verdicts or assumptions
-- Column slice: of what: year, need, role and speaker, candidate, or all
-- Column label_da: what the figure is called, in Danish
-- Column label_en: what the figure is called, in English
-- Column value: the number; NULL where it cannot be told
-- Column word: the verdict, where the figure is a word
-- Column low: lower end of its interval
-- Column high: upper end of its interval
-- Column n: on how many observations it rests
-- Column coverage: how much of what was asked could be told, 0 to 1: of verdicts on components, told firmly; NULL where
--   that is not known
-- Column is_provisional: whether notices of the period may still come
-- Column is_part_year: whether its year is held in part only; NULL where it is of no year
-- Column can_tell: whether it can be told
-- Column reason: why not
-- Column source_table: the mart that it stands in
select  -- noqa: AM07
    'contracts_within_year' as figure,
    'all' as slice,
    'Kontrakter, der slutter inden for et år' as label_da,
    'Contracts that end within a year' as label_en,
    case
        when count(days_left) > 0 then cast(count(*) filter (where days_left between 0 and 365) as double)
    end as value,
    cast(null as varchar) as word,
    cast(null as double) as low,
    cast(null as double) as high,
    cast(count(*) filter (where days_left between 0 and 365) as double) as n,
    cast(null as double) as coverage,
    false as is_provisional,
    count(days_left) > 0 as can_tell,
    case when count(days_left) = 0 then 'cannot tell: no contract has a known end' end as reason,
    'mart.contract' as source_table
from mart.contract
union all by name
select
    'market_estimate' as figure,
    size.segment_code || '/' || cast(size.year as varchar) as slice,
    'Skønnet værdi uden for rammeaftaler i kr.: '
    || if(size.segment_code = 'all', 'alle segmenter', coalesce(named.segment_name_da, size.segment_code))
    || ', ' || cast(size.year as varchar) as label_da,
    'Estimated value outside frameworks in DKK: '
    || if(size.segment_code = 'all', 'all segments', coalesce(named.segment_name_en, size.segment_code))
    || ', ' || cast(size.year as varchar) as label_en,
    size.imputed_mid_dkk as value,
    size.imputed_low_dkk as low,
    size.imputed_high_dkk as high,
    cast(size.known_value_count as double) as n,
    size.outside_framework_coverage as coverage,
    size.is_provisional,
    size.is_part_year,
    size.can_tell,
    size.reason,
    'mart.market_size' as source_table
from mart.market_size as size
left join core.segment_name as named on size.segment_code = named.segment_code
union all by name
select
    'single_bids' as figure,
    segment_code || '/' || cast(year as varchar) as slice,
    'Andel med kun ét bud: ' || segment_code || ', ' || cast(year as varchar) as label_da,
    'Share with a single bid: ' || segment_code || ', ' || cast(year as varchar) as label_en,
    cast(single_bid_count / nullif(bids_known_count, 0) as double) as value,
    cast(bids_known_count as double) as n,
    cast(bids_known_count / nullif(award_count, 0) as double) as coverage,
    is_provisional,
    is_part_year,
    bids_known_count > 0 as can_tell,
    case when bids_known_count = 0 then 'cannot tell: no award states its bids' end as reason,
    'mart.market_size' as source_table
from mart.market_size
union all by name
select
    'bodies_heard' as figure,
    'all' as slice,
    'Myndigheder, som vi har dokumenter fra' as label_da,
    'Bodies whose documents we hold' as label_en,
    cast(count(*) filter (where has_document) as double) as value,
    cast(count(*) as double) as n,
    cast(count(*) filter (where has_document) / nullif(count(*), 0) as double) as coverage,
    false as is_provisional,
    count(*) > 0 as can_tell,
    case when count(*) = 0 then 'cannot tell: the study names no body' end as reason,
    'mart.policy_body' as source_table
from mart.policy_body
union all by name
select
    'need_gap' as figure,
    need_id as slice,
    'Hul: ' || need_name_da as label_da,
    'Gap: ' || need_name_en as label_en,
    cast(gap as double) as value,
    cast(gap_low as double) as low,
    cast(gap_high as double) as high,
    cast(heard_count as double) as n,
    false as is_provisional,
    can_tell,
    reason,
    'mart.need_gap' as source_table
from mart.need_gap
union all by name
select
    'role_difference' as figure,
    role || '/' || speaker_group as slice,
    'Forskel i ord om rollen ' || role_name_da || ' (log-odds), ' || speaker_group as label_da,
    'Difference in words on the role ' || role_name_en || ' (log-odds), ' || speaker_group as label_en,
    log_odds as value,
    log_odds_low as low,
    log_odds_high as high,
    cast(outside_total_count as double) as n,
    false as is_provisional,
    can_tell,
    reason,
    'mart.role_gap' as source_table
from mart.role_gap
union all by name
select
    'alliance_candidate' as figure,
    player_id as slice,
    'Kandidat til samarbejde: ' || player_name as label_da,
    'Candidate to work with: ' || player_name as label_en,
    cast(score as double) as value,
    cast(customer_count as double) as n,
    false as is_provisional,
    can_tell,
    reason,
    'mart.alliance_candidate' as source_table
from mart.alliance_candidate
union all by name
select
    'component_verdicts' as figure,
    'all' as slice,
    'Domme, der står fast for komponenterne' as label_da,
    'Verdicts on components that stand firm' as label_en,
    cast(count(*) filter (where is_clear) as double) as value,
    cast(count(*) as double) as n,
    cast(count(*) filter (where is_clear) / nullif(count(*), 0) as double) as coverage,
    false as is_provisional,
    count(*) filter (where can_tell) > 0 as can_tell,
    case when count(*) filter (where can_tell) = 0 then 'cannot tell: no component has a verdict' end as reason,
    'mart.component_verdict' as source_table
from mart.component_verdict
union all by name
select
    'assumptions' as figure,
    'all' as slice,
    'Antagelser, der er brudt eller svækkes' as label_da,
    'Assumptions that are broken or weaken' as label_en,
    cast(count(*) filter (where status in ('broken', 'weakening')) as double) as value,
    cast(count(*) as double) as n,
    cast(count(*) filter (where status <> 'cannot_tell') / nullif(count(*), 0) as double) as coverage,
    false as is_provisional,
    count(*) > 0 as can_tell,
    case when count(*) = 0 then 'cannot tell: the study writes no assumptions' end as reason,
    'mart.assumption_status' as source_table
from mart.assumption_status

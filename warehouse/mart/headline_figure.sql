-- A figure that people quote, as it stands in this edition, with all that one must know before quoting it.
-- Grain: figure, slice
-- Check: value is not null or word is not null or not can_tell
-- Check: can_tell or reason is not null
-- Check: low is null or value is null or value between low and high
-- Column figure: market_value, award_count, supplier_share, hhi, theme_share, technology_documents,
--   technology_verdict, technology_ring, contracts_ending or retender_windows
-- Column slice: of what: segment and year, segment and supplier, theme, technology and stream, or half-year
-- Column label_da: what the figure is called, in Danish
-- Column label_en: what the figure is called, in English
-- Column value: the number; NULL where it cannot be told or is a word
-- Column word: the verdict, where the figure is a word
-- Column low: lower end of its interval
-- Column high: upper end of its interval
-- Column n: on how many observations it rests
-- Column coverage: how much of what exists is held, 0 to 1; NULL where that is not known
-- Column is_provisional: whether notices of the period may still come
-- Column is_part_year: whether its year is held in part only
-- Column can_tell: whether it can be told
-- Column reason: why not
-- Column source_table: the mart that it stands in
with said as (
    select
        'market_value' as figure,
        segment_code || '/' || cast(year as varchar) as slice,
        'Kendt kontraktværdi i kr.: ' as start_da,
        'Known contract value in DKK: ' as start_en,
        segment_code,
        null as technology,
        null as stream,
        ', ' || cast(year as varchar) as rest,
        cast(coalesce(known_value_dkk, 0) as double) as value,
        cast(null as varchar) as word,
        -- A sum and no estimate: the interval is that of all values together (market_estimate in mart.answer_figure).
        cast(null as double) as low,
        cast(null as double) as high,
        cast(known_value_count as double) as n,
        cast(outside_framework_coverage as double) as coverage,
        is_provisional,
        is_part_year,
        can_tell,
        reason,
        'mart.market_size' as source_table
    from mart.market_size
    union all
    select
        'award_count' as figure,
        segment_code || '/' || cast(year as varchar) as slice,
        'Tildelinger: ' as start_da,
        'Awards: ' as start_en,
        segment_code,
        null as technology,
        null as stream,
        ', ' || cast(year as varchar) as rest,
        cast(award_count as double) as value,
        null as word,
        null as low,
        null as high,
        cast(award_count as double) as n,
        null as coverage,
        is_provisional,
        is_part_year,
        true as can_tell,
        null as reason,
        'mart.market_size' as source_table
    from mart.market_size
    union all
    select
        'supplier_share' as figure,
        segment_code || '/' || player_id as slice,
        'Andel af tildelingerne: ' || player_name || ', ' as start_da,
        'Share of the awards: ' || player_name || ', ' as start_en,
        segment_code,
        null as technology,
        null as stream,
        '' as rest,
        award_share as value,
        null as word,
        share_low as low,
        share_high as high,
        cast(total_award_count as double) as n,
        cast(value_coverage as double) as coverage,
        false as is_provisional,
        false as is_part_year,
        can_tell,
        reason,
        'mart.supplier_share' as source_table
    from mart.supplier_share
    where period = 'all'
    qualify row_number() over (partition by segment_code order by award_count desc, player_id asc) <= 10
    union all
    select
        'hhi' as figure,
        segment_code as slice,
        'Koncentration (HHI): ' as start_da,
        'Concentration (HHI): ' as start_en,
        segment_code,
        null as technology,
        null as stream,
        '' as rest,
        hhi as value,
        null as word,
        hhi_low as low,
        hhi_high as high,
        award_count as n,
        null as coverage,
        false as is_provisional,
        false as is_part_year,
        can_tell,
        reason,
        'mart.market_concentration' as source_table
    from mart.market_concentration
    where period = 'all'
    union all
    select
        'theme_share' as figure,
        theme as slice,
        'Andel af kommunerne, der nævner ' || theme_name_da as start_da,
        'Share of the municipalities that name ' || theme_name_en as start_en,
        null as segment_code,
        null as technology,
        null as stream,
        '' as rest,
        cast(share as double) as value,
        null as word,
        cast(share_low as double) as low,
        cast(share_high as double) as high,
        cast(body_count as double) as n,
        cast(coverage as double) as coverage,
        false as is_provisional,
        false as is_part_year,
        can_tell,
        reason,
        'mart.policy_theme' as source_table
    from mart.policy_theme
    union all
    select
        'technology_verdict' as figure,
        technology || '/' || stream as slice,
        'Retning: ' as start_da,
        'Direction: ' as start_en,
        null as segment_code,
        technology,
        stream,
        '' as rest,
        null as value,
        verdict as word,
        ratio_low as low,
        ratio_high as high,
        cast(documents_before + documents_after as double) as n,
        null as coverage,
        false as is_provisional,
        false as is_part_year,
        verdict <> 'cannot_tell' as can_tell,
        reason,
        'mart.technology_trend' as source_table
    from mart.technology_trend
    union all
    select
        'technology_documents' as figure,
        technology || '/' || stream as slice,
        'Dokumenter, der nævner ' as start_da,
        'Documents that name ' as start_en,
        null as segment_code,
        technology,
        stream,
        '' as rest,
        cast(sum(document_count) as double) as value,
        null as word,
        null as low,
        null as high,
        cast(sum(stream_document_count) as double) as n,
        null as coverage,
        false as is_provisional,
        false as is_part_year,
        true as can_tell,
        null as reason,
        'mart.technology_quarter' as source_table
    from mart.technology_quarter
    group by technology, stream
    union all
    select
        'contracts_ending' as figure,
        half_year as slice,
        'Tildelinger, hvis kontrakt udløber i ' || half_year as start_da,
        'Awards whose contract ends in ' || half_year as start_en,
        null as segment_code,
        null as technology,
        null as stream,
        '' as rest,
        cast(count(*) as double) as value,
        null as word,
        null as low,
        null as high,
        cast(count(*) as double) as n,
        null as coverage,
        false as is_provisional,
        false as is_part_year,
        true as can_tell,
        null as reason,
        'mart.contract_period' as source_table
    from mart.contract_period
    where half_year is not null
    group by half_year
    union all
    select
        'technology_ring' as figure,
        technology as slice,
        'Ring: ' || technology_name_da as start_da,
        'Ring: ' || technology_name_en as start_en,
        null as segment_code,
        null as technology,
        null as stream,
        '' as rest,
        null as value,
        ring as word,
        null as low,
        null as high,
        cast(organisation_count as double) as n,
        null as coverage,
        false as is_provisional,
        false as is_part_year,
        can_tell,
        reason,
        'mart.technology_ring' as source_table
    from mart.technology_ring
    union all
    select
        'retender_windows' as figure,
        cast(year(p50_date) as varchar) || case when month(p50_date) <= 6 then '-H1' else '-H2' end as slice,
        'Genudbudsvinduer med midten i ' as start_da,
        'Re-tender windows with their middle in ' as start_en,
        null as segment_code,
        null as technology,
        null as stream,
        cast(year(p50_date) as varchar) || case when month(p50_date) <= 6 then '-H1' else '-H2' end as rest,
        cast(count(*) as double) as value,
        null as word,
        null as low,
        null as high,
        cast(count(*) as double) as n,
        null as coverage,
        false as is_provisional,
        false as is_part_year,
        bool_or(can_tell) as can_tell,
        case when not bool_or(can_tell) then 'the window is a prior: too few closed ones to learn from' end as reason,
        'mart.retender_calendar' as source_table
    from mart.retender_calendar
    where state in ('expected', 'extended', 'open')
    group by all
),

segment as (
    select
        segment_code,
        segment_name_da as name_da,
        segment_name_en as name_en
    from core.segment_name
    union all
    values ('all', 'alle segmenter', 'all segments')
),

spoken as (
    select
        'vendor' as stream,
        'leverandørers sider' as name_da,
        'vendors'' pages' as name_en
    union all
    values
    ('policy', 'politik', 'policy'),
    ('procurement', 'udbud', 'calls'),
    ('award', 'tildelinger', 'awards')
)

select
    said.figure,
    said.slice,
    said.start_da
    || coalesce(technology.technology_name_da || ', ', '')
    || coalesce(segment.name_da, spoken.name_da, said.segment_code, '')
    || said.rest as label_da,
    said.start_en
    || coalesce(technology.technology_name_en || ', ', '')
    || coalesce(segment.name_en, spoken.name_en, said.segment_code, '')
    || said.rest as label_en,
    said.value,
    said.word,
    said.low,
    said.high,
    said.n,
    said.coverage,
    said.is_provisional,
    said.is_part_year,
    said.can_tell,
    said.reason,
    said.source_table
from said
left join segment on said.segment_code = segment.segment_code
left join core.technology as technology on said.technology = technology.technology
left join spoken on said.stream = spoken.stream

-- What a night's new texts are like against all that a source gave before, per language: a change of the source, of its
-- layout or of the world shows here before it shows in a trend.
-- Grain: source, language, first_day
-- Check: drift in ('first', 'cannot tell', 'steady', 'warn', 'fail')
-- Check: unknown_share is null or unknown_share between 0 and 1
-- Warn: drift <> 'fail'
-- Column source: the source
-- Column language: the language that its texts were read as
-- Column first_day: the day as of which the night ran that first received them
-- Column text_count: texts first received in that night
-- Column earlier_count: texts of the same source and language received before
-- Column hits_per_1000_words: places that name a technology or theme, per thousand words
-- Column earlier_hits_per_1000_words: the same for what came before
-- Column asked_count: texts whose CPV division the classifier was asked for
-- Column unknown_share: of them, the share where it abstained
-- Column stability_index: population stability index of the groups of technologies named, against what came before;
-- the night counts with fifteen more texts of the earlier mix, so that few texts do not look like a change
-- Column drift: first where nothing came before, cannot tell under 30 texts on either side, steady under 0.1, warn
-- under 0.25, else fail
with nights as (
    select
        source,
        language,
        first_day,
        count(*) as text_count,
        sum(word_count) as words,
        sum(mention_count) as hits,
        count(division) as asked_count,
        count(*) filter (where division = 'unknown') as unknown_count
    from core.first_text
    where first_day is not null
    group by source, language, first_day
),

summed as (
    select
        *,
        coalesce(sum(text_count) over earlier, 0) as earlier_count,
        sum(hits) over earlier as earlier_hits,
        sum(words) over earlier as earlier_words
    from nights
    window earlier as (
        partition by source, language order by first_day rows between unbounded preceding and 1 preceding
    )
),

indexed as (
    select
        source,
        language,
        first_day,
        round(sum((here_share - there_share) * ln(here_share / there_share)), 4) as stability_index
    from core.text_mix
    group by source, language, first_day
)

select
    summed.source,
    summed.language,
    summed.first_day,
    summed.text_count,
    cast(summed.earlier_count as bigint) as earlier_count,
    round(1000.0 * summed.hits / summed.words, 3) as hits_per_1000_words,
    round(1000.0 * summed.earlier_hits / summed.earlier_words, 3) as earlier_hits_per_1000_words,
    summed.asked_count,
    round(summed.unknown_count / nullif(summed.asked_count, 0), 4) as unknown_share,
    indexed.stability_index,
    case
        when summed.earlier_count = 0 then 'first'
        when least(summed.text_count, summed.earlier_count) < 30 then 'cannot tell'
        when indexed.stability_index < 0.1 then 'steady'
        when indexed.stability_index < 0.25 then 'warn'
        else 'fail'
    end as drift
from summed
left join indexed
    on
        summed.source = indexed.source
        and summed.language = indexed.language
        and summed.first_day = indexed.first_day

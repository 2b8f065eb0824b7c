-- "May I quote this?" Green: yes, with its scope. Yellow: only with the reason beside it. Red: no. The rules are rows
-- of warehouse/seeds/quote_rule.csv: the worst answer wins, and the reason says which rule gave it.
-- The width is that of the interval as a part of the value; for a verdict, the upper end divided by the lower one.
-- Grain: figure, slice
-- Check: light in ('green', 'yellow', 'red')
-- Check: reason is not null
-- Check: low is null or value is null or value between low and high
-- Column figure: which headline figure
-- Column slice: of what
-- Column label_da: what it is called, in Danish
-- Column label_en: what it is called, in English
-- Column source_table: the mart that it stands in
-- Column light: green, yellow or red
-- Column reason: the rules that gave the light, in words
-- Column value: the number
-- Column word: the verdict, where the figure is a word
-- Column low: lower end of its interval
-- Column high: upper end of its interval
-- Column n: on how many observations it rests
-- Column coverage: how much of what exists is held
-- Column width: width of the interval as a part of the value
-- Column is_provisional: whether notices of the period may still come
-- Column is_part_year: whether its year is held in part only
-- Column method: how the figure is made
-- Column method_since: the day from which it is made so
-- Column is_method_changed: whether a change of method moved it since the edition before
with moved as (
    select
        figure,
        slice,
        bool_or(abs(part) > 1e-9) as is_method_changed
    from mart.edition_change
    where cause = 'method' and part is not null
    group by figure, slice
),

told as (
    select * from mart.headline_figure
    union all by name
    select * from mart.answer_figure
),

seen as (
    select
        figure.*,
        rule.method,
        cast(rule.method_since as date) as method_since,
        cast(rule.least_coverage as double) as least_coverage,
        cast(rule.good_coverage as double) as good_coverage,
        cast(rule.least_n as double) as least_n,
        cast(rule.good_n as double) as good_n,
        cast(rule.widest as double) as widest,
        cast(rule.good_width as double) as good_width,
        study.as_of - cast(rule.method_since as date) < cast(rule.young_days as integer) as is_young,
        coalesce(moved.is_method_changed, false) as is_method_changed,
        case
            when figure.value > 0 then (figure.high - figure.low) / figure.value
            when figure.word is not null and figure.low > 0 then figure.high / figure.low
        end as width
    from told as figure
    cross join core.study as study
    left join seed.quote_rule as rule on figure.figure = rule.figure
    left join moved on figure.figure = moved.figure and figure.slice = moved.slice
),

judged as (
    select
        *,
        list_filter(
            [
                case when method is null then 'no rule says when this figure may be quoted' end,
                case when not can_tell then coalesce(reason, 'it cannot be told') end,
                case when n < least_n then printf('n is %g, under %g', n, least_n) end,
                case
                    when coverage < least_coverage
                        then printf('coverage is %.0f %%, under %.0f %%', 100 * coverage, 100 * least_coverage)
                end,
                case
                    when width > widest then printf('the interval is %.1f times as wide as the value', width)
                end
            ],
            lambda why: why is not null
        ) as stops,
        list_filter(
            [
                case when is_provisional then 'provisional: notices of the period may still come' end,
                case when is_part_year then 'a part of the year only' end,
                case when n < good_n then printf('small n: %g', n) end,
                case when coverage < good_coverage then printf('coverage is %.0f %%', 100 * coverage) end,
                case when width > good_width then printf('wide interval: %.1f of the value', width) end,
                case when is_young then 'the method is new: since ' || cast(method_since as varchar) end,
                case when is_method_changed then 'a change of method moved it since the edition before' end
            ],
            lambda why: why is not null
        ) as cautions
    from seen
)

select
    figure,
    slice,
    label_da,
    label_en,
    source_table,
    case when len(stops) > 0 then 'red' when len(cautions) > 0 then 'yellow' else 'green' end as light,
    case
        when len(stops) > 0 then 'do not quote: ' || array_to_string(stops, '; ')
        when len(cautions) > 0 then 'quote only with this beside it: ' || array_to_string(cautions, '; ')
        else 'quote with scope and date: n, coverage and interval meet the rules'
    end as reason,
    value,
    word,
    low,
    high,
    n,
    coverage,
    width,
    is_provisional,
    coalesce(is_part_year, false) as is_part_year,
    method,
    method_since,
    is_method_changed
from judged

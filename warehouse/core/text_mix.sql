-- The share of a night's texts of one source and language that name a group of technologies, and of those before them.
-- Grain: source, language, first_day, technology_group
-- Check: here_share > 0 and there_share > 0
-- Column source: the source
-- Column language: the language that the texts were read as
-- Column first_day: the day as of which the night ran that first received them
-- Column technology_group: the group, or none for texts that name no technology
-- Column here_share: its share of the night's names; fifteen more texts of the earlier mix count with them
-- Column there_share: its share of all names before; every group counts half a text more, so that none is empty
with nights as (
    select distinct
        source,
        language,
        first_day
    from core.first_text
    where first_day is not null
),

counted as (
    select
        said.source,
        said.language,
        said.first_day,
        named.technology_group,
        count(*) as texts
    from core.first_text as said
    inner join core.text_group as named on said.text_digest = named.text_digest
    group by said.source, said.language, said.first_day, named.technology_group
),

mix as (
    select
        night.source,
        night.language,
        night.first_day,
        kind.technology_group,
        coalesce(counted.texts, 0) as here,
        0.5 + coalesce(sum(counted.texts) over earlier, 0) as there
    from nights as night
    cross join (select distinct technology_group from core.text_group) as kind
    left join counted
        on
            night.source = counted.source
            and night.language = counted.language
            and night.first_day = counted.first_day
            and kind.technology_group = counted.technology_group
    window earlier as (
        partition by night.source, night.language, kind.technology_group
        order by night.first_day
        rows between unbounded preceding and 1 preceding
    )
)

select
    source,
    language,
    first_day,
    technology_group,
    (here + 15 * there / sum(there) over night) / (sum(here) over night + 15) as here_share,
    there / sum(there) over night as there_share
from mix
window night as (partition by source, language, first_day)

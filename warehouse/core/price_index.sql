-- The price level of a year, by the one index that money is deflated with: the study's imported one, else the seed of
-- the study's currency. An imported index replaces the seed whole: two indices are never chained.
-- Grain: year
-- Check: index_value > 0
-- Column year: the year
-- Column price_index: the name of the index
-- Column index_value: the level; only its proportions matter
-- Column source_note: who says so: the imported file, or the seed's source
with imported as (
    select
        cast(year as integer) as year,
        price_index,
        index_value,
        file as source_note
    from raw.price_index
),

seeded as (
    select
        cast(said.year as integer) as year,
        said.price_index,
        cast(said.index_value as double) as index_value,
        said.source as source_note
    from seed.price_index as said
    inner join raw.study as study on said.currency = study.currency
    where not exists (select true from imported)
)

select * from imported
union all
select * from seeded

-- What the headline figures are made from, after each step of the way from the edition before to this one.
-- Step 0 is the edition before; 1 reads the same bytes as today (method), 2 adds and drops what coverage explains,
-- 3 joins and parts players, 4 takes corrected sources, 5 adds what is new: that is this edition. The first night has
-- none.
-- Grain: step, basis, part_kind, slice, year, player_id
-- Check: step between 0 and 5
-- Column step: 0 to 5
-- Column basis: award, policy, technology, contract or retender
-- Column part_kind: unit or part
-- Column slice: segment, theme, technology and stream, or half-year
-- Column year: year of publication, or empty
-- Column player_id: who, or empty
-- Column row_count: units or parts
-- Column amount: their sum in kroner, or their number
-- Column weight: sum of their parts
-- Column square: sum of the squares of their parts
with before_source as (
    select distinct
        basis,
        source
    from core.basis_before
),

now_source as (
    select distinct
        basis,
        source
    from mart.figure_basis
),

before_family as (
    select distinct split_part(unit_id, '#', 1) as family_id
    from core.basis_before
    where basis = 'award'
),

old_unit as (
    select *
    from core.basis_before
    where part_id = ''
),

new_unit as (
    select *
    from mart.figure_basis
    where part_id = ''
),

-- The unit that a part belongs to, then and now: a part that comes or goes while its unit stays is no event.
units as (
    select
        coalesce(old_unit.basis, new_unit.basis) as basis,
        coalesce(old_unit.unit_id, new_unit.unit_id) as unit_id,
        old_unit.unit_id is not null and new_unit.unit_id is not null as is_kept,
        coalesce(old_unit.version, '') = coalesce(new_unit.version, '') as is_same
    from old_unit
    full join new_unit
        on old_unit.basis = new_unit.basis and old_unit.unit_id = new_unit.unit_id
),

pairs as (
    select
        coalesce(old.basis, new.basis) as basis,
        case when coalesce(old.part_id, new.part_id) = '' then 'unit' else 'part' end as part_kind,
        case
            when
                old.unit_id is not null
                then
                    struct_pack(
                        slice := old.slice,
                        year := old.year,
                        player_id := old.player_id,
                        amount := old.amount,
                        weight := old.weight
                    )
        end as old_row,
        case
            when
                new.unit_id is not null
                then
                    struct_pack(
                        slice := new.slice,
                        year := new.year,
                        player_id := new.player_id,
                        amount := new.amount,
                        weight := new.weight
                    )
        end as new_row,
        case
            when units.is_same then 1
            -- A chain that goes on with a new contract is news, not a correction.
            when new.basis = 'retender' and new.day >= edition_before.as_of then 5
            else 4
        end as changed_at,
        case
            when units.is_kept then case when units.is_same then 1 else 4 end
            when new.unit_id is null then case when now_source.source is null then 2 else 4 end
            when before_source.source is null then 2
            when new.basis = 'award' and before_family.family_id is not null then 4
            when new.day < edition_before.as_of then 2
            else 5
        end as comes_at
    from core.basis_before as old
    full join mart.figure_basis as new
        on old.basis = new.basis and old.unit_id = new.unit_id and old.part_id = new.part_id
    cross join core.edition_before as edition_before
    inner join units
        on coalesce(old.basis, new.basis) = units.basis and coalesce(old.unit_id, new.unit_id) = units.unit_id
    left join before_source on new.basis = before_source.basis and new.source = before_source.source
    left join now_source on old.basis = now_source.basis and old.source = now_source.source
    left join before_family on split_part(new.unit_id, '#', 1) = before_family.family_id
),

stepped as (
    select
        steps.step,
        pairs.basis,
        pairs.part_kind,
        case
            when pairs.old_row is null then pairs.new_row
            when pairs.new_row is null then pairs.old_row
            when steps.step >= pairs.changed_at then pairs.new_row
            else pairs.old_row
        end as seen,
        case
            when pairs.old_row is null then pairs.new_row.player_id
            when pairs.new_row is null then pairs.old_row.player_id
            when steps.step >= 3 then pairs.new_row.player_id
            else pairs.old_row.player_id
        end as player_id
    from pairs
    cross join (select unnest(range(6)) as step) as steps
    where
        (pairs.old_row is not null and pairs.new_row is not null)
        or (pairs.old_row is null and steps.step >= pairs.comes_at)
        or (pairs.new_row is null and steps.step < pairs.comes_at)
)

select
    cast(step as integer) as step,
    basis,
    part_kind,
    coalesce(seen.slice, '') as slice,
    coalesce(seen.year, '') as year,
    coalesce(player_id, '') as player_id,
    count(*) as row_count,
    cast(sum(seen.amount) as decimal(24, 2)) as amount,
    cast(sum(seen.weight) as decimal(24, 12)) as weight,
    cast(sum(cast(seen.weight * seen.weight as decimal(24, 12))) as decimal(24, 12)) as square
from stepped
group by all

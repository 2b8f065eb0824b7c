-- An organisation as an imported spreadsheet names it, and the player that it is: by id, name or national number.
-- Grain: organisation
-- Column organisation: as the spreadsheet has it
-- Column player_id: the player; NULL where no player has that id, name or number
with named as (
    select organisation from raw.survey_answer
    union
    select organisation from raw.system_usage
),

said as (
    select
        lower(player_id) as word,
        player_id
    from core.player
    union all
    select
        lower(player_name) as word,
        player_id
    from core.player
    union all
    select
        split_part(national_id, ':', 2) as word,
        player_id
    from core.player
    where contains(national_id, ':')
)

select
    named.organisation,
    min(said.player_id) as player_id
from named
left join said on lower(trim(named.organisation)) = said.word
group by named.organisation

-- An organisation as sources name it: everything that says the same name, id and country is one.
-- Of a natural person (a sole trader) neither name nor number is kept, and its player id, which may hold either, is a
-- short key. One organisation that trades as a person makes its player one, unless the player is a public body, a
-- customer or the focal organisation. The key is a pseudonym: whoever knows the number can find it again.
-- Grain: organisation_key
-- Check: not is_natural_person or (name is null and national_id is null)
-- Check: not starts_with(player_id, 'person:') or (name is null and national_id is null)
-- Column organisation_key: digest of name, id and country as published
-- Column name: name as published; NULL for a natural person
-- Column national_id: id that a checksum or strict form vouches for, else as published; NULL for a natural person
-- Column country: ISO 3166-1 alpha-2
-- Column player_id: the player that it is; person: and a short key for a natural person
-- Column layer: which layer decided that: judgement, id, alias, name, model or alone
-- Column reason: why
-- Column is_natural_person: whether it trades as a person
-- Column names_no_firm: whether what stands in the place of the name names nobody: none chosen, TBC, see the annex;
--   never where its number is checked or it has a legal form
-- Column notice_count: in how many notices it is named
with said as (
    select
        organisation.organisation_key,
        bool_or(organisation.is_natural_person) as is_natural_person,
        min(organisation.name) as name,
        coalesce(min(organisation.national_id_normalised), min(organisation.national_id)) as national_id,
        bool_or(organisation.national_id_normalised is not null) as has_checked_id,
        min(organisation.country) as country,
        count(distinct organisation.notice_id) as notice_count
    from raw.organisation as organisation
    inner join core.notice_reading as chosen
        on
            organisation.notice_id = chosen.notice_id
            and organisation.evidence_id = chosen.evidence_id
            and organisation.part = chosen.part
    group by organisation.organisation_key
),

resolved as (
    select
        organisation_key,
        player_id,
        layer,
        reason
    from raw.resolution
    qualify row_number() over (partition by organisation_key order by score desc, player_id asc) = 1
),

open_players as (
    select player_id
    from raw.player
    where is_focal or is_customer or coalesce(is_public, false)
    union
    select player_id from raw.customer
),

joined as (
    select
        said.*,
        coalesce(resolved.player_id, 'organisation:' || said.organisation_key) as said_player_id,
        coalesce(resolved.layer, 'alone') as layer,
        coalesce(resolved.reason, 'not compared with others yet') as reason
    from said
    left join resolved on said.organisation_key = resolved.organisation_key
),

judged as (
    select
        joined.*,
        bool_or(joined.is_natural_person) over (partition by joined.said_player_id)
        and open_players.player_id is null as is_person
    from joined
    left join open_players on joined.said_player_id = open_players.player_id
)

select
    organisation_key,
    case when not (is_person or is_natural_person) then name end as name,
    case when not (is_person or is_natural_person) then national_id end as national_id,
    country,
    case when is_person then 'person:' || left(md5(said_player_id), 8) else said_player_id end as player_id,
    layer,
    case when is_person then 'a sole trader: name, number and how it was found are withheld' else reason end as reason,
    is_natural_person,
    -- Registers before rules: whoever has a number that its register vouches for is somebody, and so is a legal form.
    not has_checked_id
    and not regexp_matches(
        lower(trim(coalesce(name, ''))),
        '[\s,(](a/?s|asa?|aps|i/s|k/s|p/s|amba|ab|hb|oyj?|ky|ltd|limited|plc|llp|llc|inc|gmbh|ag|kg|sas?|s\.a\.s|s\.a'
        || '|sarl|s\.a\.r\.l|bv|b\.v|nv|n\.v|s\.?p\.?a|s\.?r\.?l|lda|e?hf|sp\. ?z ?o\. ?o|a\.s|s\.r\.o|jsc)\.?\)?$'
    )
    and regexp_matches(
        lower(trim(coalesce(name, ''))),
        '^(n/?a\.?|[-–—.*?x]+|none|nil|ingen( leverandør.*)?|ingen|unknown|ukendt|ukjent|okänd'
        || '|(no|not) (award|bid|tender|contractor|supplier|winner|awarded|applicable|disclosed|published)\b.*'
        || '|leverandør(en)? (er )?(ikke|ikkje) valgt|leverantör(en)? (är )?(inte|ej) vald'
        || '|(ikke|ikkje|inte|ej) (tildelt|valgt|vald)'
        || '|tb[acd]( ?x ?\d+| ?[-–—:;,.(/].*| (at|by|after|on|when|upon|later|following)\b.*)?'
        -- To see something is to see what a notice has: See Tickets and Voir Media are firms.
        || '|(please )?(see|se|siehe|voir|kts\.?)([^\p{L}]|[^\p{L}].*[^\p{L}])('
        || '(annex|append|attach|section|schedule|contract|register|document|website|award|bilag|bifogad|vedl|vedh'
        || '|oversigt|översikt|förteckning|ovenst|nedenst|afsnit|avsnitt|bekendtg|kunngj|kontrakt|hjemmeside|anhang'
        || '|anlage|beilage|beigef|abschnitt|bekanntmach|rubrique|tableau|liit|luettelo|ilmoitu)\p{L}*'
        || '|above|below|list(e|en|a|an|s)?|notices?|links?|tables?|ovenfor|nedenfor|ovan|nedan|pkt|punkte?t?|oben'
        || '|unten|ziffer|ci-(dessus|dessous|joint)|avis|alla|yllä|kohta|kohda[st]|[ivx]+\.\d|(www\.|https?:)\S*'
        || ')([^\p{L}].*)?'
        || '|(various|diverse|multiple|several|flere|flera) (suppliers|leverandører|leverantörer|firms)?'
        || '|\d{1,3} (firma(er)?|firms|leverandører|suppliers|companies)\b.*|confidential|fortrolig(t)?|unpublished)$'
    ) as names_no_firm,
    notice_count
from judged

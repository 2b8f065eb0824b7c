-- A typed difference between two versions of a document, with the words before and after.
-- Grain: document_id, version_number, change_number
-- Check: change_type in ('product', 'reference_customer', 'partner', 'price', 'hiring', 'ownership', 'standard',
--   'other', 'none')
-- Check: kept_share between 0 and 1
-- Check: extent in ('cosmetic', 'minor', 'moderate', 'major')
-- Check: change_type = 'none' or before_quote is not null or after_quote is not null
-- Column document_id: the document
-- Column version_number: the version that it led to
-- Column change_number: counts from 1 within the version
-- Column change_type: product, reference_customer, partner, price, hiring, ownership, standard, other or none
-- Column from_digest: digest of the text before
-- Column to_digest: digest of the text after
-- Column before_start: place of the first character of the quote before
-- Column before_end: place after its last
-- Column before_quote: the words before; NULL for what was added
-- Column after_start: place of the first character of the quote after
-- Column after_end: place after its last
-- Column after_quote: the words after; NULL for what went
-- Column kept_share: share of the words of both versions that stayed in their order, 0 to 1
-- Column extent: cosmetic (kept_share from .995), minor (from .95), moderate (from .70) or major
-- Column rule: version of the rules, and the cue that told the type
-- Column evidence_id: the bytes of the first capture that shows it
-- Column change_date: the day as of which the night of that capture ran
-- Column first_night: that night
-- Column confirmed: whether a later answer, or a later version, still shows it
with texts as (
    select
        document_id,
        version_number,
        min(text_digest) as text_digest,
        min_by(evidence_id, row(first_seen, evidence_id)) as evidence_id,
        min(first_day) as first_day,
        min_by(first_night, row(first_seen, evidence_id)) as first_night
    from core.document_version
    group by document_id, version_number
),

-- A sitemap's word that a page is unchanged is no second look at it: such an end has no new answer behind it.
answered as (
    select
        version.document_id,
        version.version_number,
        count(distinct request.night_id) as night_count
    from core.document_version as version
    inner join raw."fetch" as request on version.evidence_id = request.evidence_id
    where request.outcome in ('ok', 'unchanged') and coalesce(request.reason, '') = ''
    group by version.document_id, version.version_number
),

changes as (
    select
        change.document_id,
        after.version_number,
        change.change_number,
        change.change_type,
        change.from_digest,
        change.to_digest,
        change.before_start,
        change.before_quote,
        change.after_start,
        change.after_quote,
        change.kept_share,
        change.extent,
        change.rule,
        after.evidence_id,
        after.first_day,
        after.first_night
    from raw.page_change as change
    inner join texts as after on change.document_id = after.document_id and change.to_digest = after.text_digest
    inner join texts as earlier
        on
            change.document_id = earlier.document_id
            and change.from_digest = earlier.text_digest
            and after.version_number = earlier.version_number + 1
),

still_shown as (
    select distinct
        changes.document_id,
        changes.version_number,
        changes.change_number
    from changes
    inner join texts as later
        on changes.document_id = later.document_id and changes.version_number < later.version_number
    inner join raw.text as said
        on later.document_id = said.owner_id and later.text_digest = said.text_digest
    where
        case
            when changes.after_quote is not null then contains(said.text, changes.after_quote)
            else not contains(said.text, changes.before_quote)
        end
)

select
    changes.document_id,
    changes.version_number,
    changes.change_number,
    changes.change_type,
    changes.from_digest,
    changes.to_digest,
    changes.before_start,
    changes.before_start + length(changes.before_quote) as before_end,
    changes.before_quote,
    changes.after_start,
    changes.after_start + length(changes.after_quote) as after_end,
    changes.after_quote,
    changes.kept_share,
    changes.extent,
    changes.rule,
    changes.evidence_id,
    changes.first_day as change_date,
    changes.first_night,
    coalesce(answered.night_count, 0) >= 2 or still_shown.document_id is not null as confirmed
from changes
left join answered
    on changes.document_id = answered.document_id and changes.version_number = answered.version_number
left join still_shown
    on
        changes.document_id = still_shown.document_id
        and changes.version_number = still_shown.version_number
        and changes.change_number = still_shown.change_number

-- What changed on a page between two captures, of what kind, with the words before and after.
-- Grain: document_id, version_number, change_number
-- Check: change_type in (
--   'product', 'reference_customer', 'partner', 'price', 'hiring', 'ownership', 'standard', 'other', 'none'
--   )
-- Check: version_number >= 2 and from_digest <> to_digest
-- Check: change_type = 'none' or before_quote is not null or after_quote is not null
-- Check: kept_share between 0 and 1
-- Check: before_quote is null or before_end - before_start = length(before_quote)
-- Check: after_quote is null or after_end - after_start = length(after_quote)
-- Column document_id: the document
-- Column version_number: the version that it led to
-- Column change_number: counts from 1 within the version
-- Column change_type: product, reference_customer, partner, price, hiring, ownership, standard, other, or none (nothing
--   of substance)
-- Column kept_share: share of the words of both versions of the page that stayed in their order, 0 to 1
-- Column extent: how much of the page changed: cosmetic (kept_share from .995), minor (from .95), moderate (from .70)
--   or major
-- Column change_date: the day as of which the night that first saw it ran
-- Column first_night: that night
-- Column confirmed: whether a later answer, or a later version of the page, still shows it
-- Column before_quote: the words before; NULL for what was added
-- Column after_quote: the words after; NULL for what went
-- Column url: where it stands
-- Column title: title of the document
-- Column stream: vendor or policy
-- Column source: the source
-- Column publisher: who publishes it
-- Column player_id: the player that publishes it; NULL where it is none that we know
-- Column from_digest: digest of the text before
-- Column before_start: place of the first character of the quote before
-- Column before_end: place after its last
-- Column to_digest: digest of the text after
-- Column after_start: place of the first character of the quote after
-- Column after_end: place after its last
-- Column evidence_id: the bytes of the first capture that shows it
-- Column rule: version of the rules, and the cue that told the type
select
    change.document_id,
    change.version_number,
    change.change_number,
    change.change_type,
    change.kept_share,
    change.extent,
    change.change_date,
    change.first_night,
    change.confirmed,
    change.before_quote,
    change.after_quote,
    document.url,
    document.title,
    document.stream,
    document.source,
    document.publisher,
    publisher.player_id,
    change.from_digest,
    change.before_start,
    change.before_end,
    change.to_digest,
    change.after_start,
    change.after_end,
    change.evidence_id,
    change.rule
from core.page_change as change
inner join core.document as document on change.document_id = document.document_id
left join core.document_player as publisher on change.document_id = publisher.document_id

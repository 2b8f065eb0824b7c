-- A place where a current notice or a document names a technology, with the words and the sentence around them.
-- Grain: owner_kind, owner_id, text_digest, technology, quote_start, quote_end
-- Check: stream in ('procurement', 'award', 'vendor', 'policy')
-- Column text_digest: digest of the text
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column stream: procurement, award (results), vendor or policy
-- Column technology: what is named
-- Column technology_name_da: its name in Danish
-- Column technology_name_en: its name in English
-- Column technology_group: its group
-- Column mention_date: day of publication, or of the first capture
-- Column quote_start: place of the quote's first character in the text
-- Column quote_end: place after its last
-- Column quote: the words
-- Column context: the sentence around them
-- Column layer: curated, rule or model
-- Column rule: the pattern and its version
-- Column url: where it stands
-- Column title: title of the notice or document
-- Column is_copy: whether the document is a copy of another: count where it is false
-- Column who: the buyer or the publisher
-- Column evidence_id: the bytes that the text was read from
-- Column part: the part of a package, else empty
select
    mention.text_digest,
    said.owner_kind,
    said.owner_id,
    said.stream,
    mention.technology,
    technology.technology_name_da,
    technology.technology_name_en,
    technology.technology_group,
    said.published_date as mention_date,
    mention.quote_start,
    mention.quote_end,
    mention.quote,
    mention.context,
    mention.layer,
    mention.rule,
    said.url,
    said.title,
    said.is_copy,
    said.who,
    said.evidence_id,
    said.part
from core.mention as mention
inner join core.text as said on mention.text_digest = said.text_digest
inner join core.technology as technology on mention.technology = technology.technology

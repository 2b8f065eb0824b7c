-- A sentence that gives the focal organisation a role, with who says it, in which stance, and where it stands.
-- Grain: owner_kind, owner_id, text_digest, role, quote_start
-- Check: speaker_group in ('self', 'owner', 'customer', 'supplier', 'state', 'other')
-- Check: stance in ('is', 'should', 'not')
-- Check: basis in ('name_subject', 'only_name') or (basis = 'first_person' and speaker_group = 'self')
-- Check: not is_job_ad or speaker_group = 'self'
-- Check: quote_end - quote_start = length(quote)
-- Column owner_kind: notice or document
-- Column owner_id: the notice or document
-- Column text_digest: digest of the text
-- Column role: the role
-- Column role_name_da: its name in Danish
-- Column role_name_en: its name in English
-- Column speaker_group: self, owner, customer, supplier, state or other
-- Column speaker_id: who says it
-- Column speaker_name: its name
-- Column stance: is, should (a wish, a duty, a plan) or not (denied)
-- Column basis: why the sentence is about the organisation: name_subject, only_name or first_person
-- Column is_job_ad: whether it stands in a job advertisement of the organisation
-- Column is_repeat: whether it is a copy of words that the same speaker has in another text as well
-- Column stated_date: day of publication; NULL where the text says none
-- Column quote: the sentence
-- Column quote_start: place of its first character
-- Column quote_end: place after its last
-- Column url: where it stands
-- Column evidence_id: the bytes that the text was read from
select
    statement.owner_kind,
    statement.owner_id,
    statement.text_digest,
    statement.role,
    role.name_da as role_name_da,
    role.name_en as role_name_en,
    statement.speaker_group,
    statement.speaker_id,
    statement.speaker_name,
    statement.stance,
    statement.basis,
    statement.is_job_ad,
    statement.is_repeat,
    statement.stated_date,
    statement.quote,
    statement.quote_start,
    statement.quote_end,
    statement.url,
    statement.evidence_id
from core.role_statement as statement
inner join core.role as role on statement.role = role.role

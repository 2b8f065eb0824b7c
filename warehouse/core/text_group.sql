-- A group of technologies that a text names, or `none` where it names none: the mix of labels that drift compares.
-- Grain: text_digest, technology_group
-- Column text_digest: digest of the text
-- Column technology_group: the group, or none
select distinct
    said.text_digest,
    coalesce(technology.technology_group, 'none') as technology_group
from core.first_text as said
left join core.mention as mention on said.text_digest = mention.text_digest
left join core.technology as technology on mention.technology = technology.technology

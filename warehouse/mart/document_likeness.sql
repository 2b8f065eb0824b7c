-- Two documents that say nearly the same, with who publishes each: a copy (counted once) or a version (linked).
-- Grain: document_id, other_id
-- Check: document_id < other_id
-- Check: likeness between 0.5 and 1
-- Check: relation = if(likeness >= 0.85, 'copy', 'version')
-- Column document_id: one document
-- Column other_id: the other
-- Column likeness: share of all their runs of three words that both have, 0 to 1
-- Column relation: copy from .85 on, version from .5
-- Column is_same_publisher: whether one publisher has both
-- Column title: title of the one
-- Column other_title: title of the other
-- Column url: where the one stands
-- Column other_url: where the other stands
select
    alike.document_id,
    alike.other_id,
    alike.likeness,
    alike.relation,
    coalesce(one.publisher = other.publisher, false) as is_same_publisher,
    one.title,
    other.title as other_title,
    one.url,
    other.url as other_url
from core.document_likeness as alike
inner join core.document as one on alike.document_id = one.document_id
inner join core.document as other on alike.other_id = other.document_id

-- Every sentence that gives us a role
-- Who says that we should, or should not, be developers?
select speaker_group, speaker_name, stance, quote, url
from mart.role_statement
where role = 'developer' and not is_repeat
order by stance, speaker_name;

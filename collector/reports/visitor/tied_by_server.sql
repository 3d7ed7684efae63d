-- One row, if the site's own server names a visitor and a user as one: an event with the secret key that names both.
select 1 as tied
from events
where site = :site and visitor = :visitor and user_id = :user_id and trust = 1
limit 1

-- One row: one person whose facts hold something of what is erased.
select 'v:' || value as person from json_each(:visitors)
union
select 'u:' || value as person from json_each(:user_ids)
union
select 'u:' || value as person from json_each(:owners)
union
select person
from person_visitors
where site = :site
    and visitor in (select value from json_each(:visitors))
    and not exists (select 1 from json_each(:owners))
union
select 'o:' || order_id as person from doomed where order_id is not null

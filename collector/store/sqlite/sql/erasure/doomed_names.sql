-- One row: one name, as facts have it, that a doomed event bears. Others may bear it too.
select 'v:' || value as name from json_each(:visitors)
union
select 'u:' || value as name from json_each(:user_ids)
union
select 'o:' || e.order_id as name
from doomed d
join events e on e.seq = d.seq
where e.order_id is not null

-- One row: one name, as facts have it, that goes with the doomed events.
select 'v:' || value as name from json_each(:visitors)
union
select 'u:' || value as name from json_each(:user_ids)
union
select 'o:' || order_id as name from doomed where order_id is not null

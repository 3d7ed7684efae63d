-- One row: one name, as facts have it, that an event of a run bears.
select 'v:' || visitor as name from events where seq between :first and :last and visitor is not null
union
select 'u:' || user_id as name from events where seq between :first and :last and user_id is not null
union
select 'o:' || order_id as name from events where seq between :first and :last and order_id is not null
union
select 'r:' || json_extract(body, '$.refund_id') as name
from events where seq between :first and :last and type = 'refund' and json_extract(body, '$.refund_id') is not null

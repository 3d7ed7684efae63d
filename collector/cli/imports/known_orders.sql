-- One row: one order, of those named with the id of the event that reports them, that another event reports already, and
-- when the first of these happened.
select o.key as order_id, min(e.seq) as seq, min(e.ts) as ts
from json_each(:orders) o
cross join events e on e.site = :site and e.order_id = o.key
where e.type = 'purchase' and e.id <> o.value
group by o.key

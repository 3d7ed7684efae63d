-- One row: one event that names nobody but the order of a doomed event, as refunds from a server do.
insert or ignore into doomed (seq, page, context, order_id)
select e.seq, e.page, e.context, e.order_id
from (select distinct order_id from doomed where order_id is not null) o
cross join events e on e.site = :site and e.order_id = o.order_id
where e.visitor is null and e.user_id is null and (e.seq <= :seq or e.received_at <= :until)

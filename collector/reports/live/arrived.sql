-- One row: one event that was taken in after another, with its page, the latest received first: what is
-- imported, or simulated, is stored in another order. Which they are is found out first, from no more than it takes.
with
arrived as (
    select e.seq as seq, e.received_at as received_at
    from events e
    where e.site = :site and e.seq > :after and e.seq <= :until
        and (:visitor is null or e.visitor = :visitor)
        and (:type is null or e.type = :type)
    order by e.received_at desc, e.seq desc
    limit :limit
)
select
    e.seq as seq,
    e.received_at as received_at,
    e.type as type,
    e.visitor as visitor,
    e.user_id as user_id,
    e.action as action,
    e.item as item,
    e.name as name,
    e.order_id as order_id,
    p.path as path,
    p.url as url
from arrived a
join events e on e.seq = a.seq
left join pages p on p.page = e.page
order by a.received_at desc, a.seq desc

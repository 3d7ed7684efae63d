-- One row: one item of an event of the person in a time: shown, bought or refunded.
with
event_keys as (
    select e.seq as seq
    from person_visitors v
    join events e on e.site = :site and e.visitor = v.visitor
    where v.site = :site
        and v.person = :person
        and e.ts >= case when v.from_ts > :since then v.from_ts else :since end
        and e.ts <= case when v.until_ts < :until then v.until_ts else :until end
        and (e.ts > v.from_ts or e.id >= v.from_id)
        and (e.ts < v.until_ts or e.id <= v.until_id)
    union all
    select e.seq as seq
    from events e
    where e.site = :site
        and e.user_id = :user_id
        and e.visitor is null
        and e.ts >= :since
        and e.ts <= :until
)
select
    i.seq as seq,
    i.line as line,
    i.item as item,
    i.item_group as item_group,
    i.quantity as quantity,
    i.price_micros as price_micros,
    i.discount_micros as discount_micros,
    i.amount_micros as amount_micros,
    i.category as category
from event_keys k
join event_items i on i.seq = k.seq
where i.seq <= :facts_seq
order by i.seq, i.line

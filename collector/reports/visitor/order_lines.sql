-- One row: one line of an order of the person in a time, with the engagement it was found through, if any. An order without
-- lines has one row without a line.
select
    o.event_id as event_id,
    o.trust as trust,
    o.order_id as order_id,
    o.ts as ts,
    o.visitor as visitor,
    o.currency as paid_currency,
    o.excluded as excluded,
    o.claimed_micros as claimed_micros,
    o.sold_micros as order_sold_micros,
    o.refunded_micros as order_refunded_micros,
    o.net_micros as order_net_micros,
    o.duplicates as duplicates,
    o.conflicts as conflicts,
    l.line as line,
    l.item as item,
    l.item_group as item_group,
    l.category as category,
    l.quantity_micros as quantity_micros,
    l.sold_micros as sold_micros,
    l.refunded_micros as refunded_micros,
    l.net_micros as net_micros,
    l.found_action as found_action,
    l.found_by as found_by,
    l.found_item as found_item,
    l.found_at as found_at,
    l.found_same_session as found_same_session
from orders o
left join order_lines l on l.site = :site and l.person = :person and l.order_key = o.order_key
where o.site = :site and o.person = :person and o.ts >= :since and o.ts <= :until
order by o.ts, o.event_id, o.trust, l.line

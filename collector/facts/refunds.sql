-- One row: what one refund took back of one item of an order.
select
    :site as site,
    p.person as person,
    e.id as event_id,
    e.trust as trust,
    a.line as line,
    p.order_id as order_id,
    p.order_key as order_key,
    e.ts as ts,
    e.local_day as local_day,
    a.item as item,
    a.quantity_micros as quantity_micros,
    a.refunded_micros as refunded_micros,
    e.reason as reason,
    p.bot as bot
from refund_allocations a
join uncancelled_orders p on p.order_key = a.order_key
join scoped_events e on e.ordinal = a.ordinal

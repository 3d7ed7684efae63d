-- One row: one order that was cancelled: it counts neither as an order nor as a conversion.
select
    :site as site,
    e.person as person,
    c.order_key as order_key,
    c.order_id as order_id,
    e.id as event_id,
    e.trust as trust,
    e.ts as ts,
    r.ts as cancelled_at,
    r.id as cancelled_by,
    r.reason as reason,
    e.bot as bot
from canonical_purchases c
join settled_orders s on s.order_key = c.order_key
join sessionized_events e on e.ordinal = c.ordinal
join scoped_events r on r.ordinal = s.cancelled_by
where e.person <> ''

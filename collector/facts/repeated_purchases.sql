-- One row: one purchase event that repeats another of its order.
select e.ordinal as ordinal, e.seq as seq, e.currency as currency, e.amount_micros as discount_micros,
    c.order_key as order_key
from canonical_purchases c
join scoped_events e on e.order_id = c.order_id
where e.type = 'purchase' and e.replaces = 0 and e.ordinal <> c.ordinal

-- One row: one stored event, in the order in which they were committed.
select
    id,
    trust,
    type,
    visitor,
    name,
    variation,
    order_id,
    amount_micros
from events
order by seq

-- One row: what one refund took back of one item of an order.
select
    :site as site,
    person,
    event_id,
    trust,
    line,
    order_id,
    order_key,
    ts,
    local_day,
    item,
    quantity,
    refunded_micros,
    reason,
    bot
from refund_claims

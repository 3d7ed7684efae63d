-- One row: what one refund in a time took back of one item of an order of the person.
select event_id, trust, line, order_id, ts, item, quantity_micros, refunded_micros, reason
from refunds
where site = :site and person = :person and ts >= :since and ts <= :until
order by ts, event_id, trust, line, item

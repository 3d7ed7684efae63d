-- One row: one cancelled order of the person in a time: reported or cancelled then.
select event_id, trust, order_id, ts, cancelled_at, cancelled_by, reason
from cancelled_orders
where site = :site and person = :person
    and ((ts >= :since and ts <= :until) or (cancelled_at >= :since and cancelled_at <= :until))
order by ts, event_id, trust

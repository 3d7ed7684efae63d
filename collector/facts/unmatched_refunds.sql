-- One row: one refund, or one line of one, that took back less than it names: its order or item is not known, or nothing was
-- left of it. `lost_micros` is what it names and could not take, null where it named no amount.
select
    :site as site,
    'o:' || u.order_id as person,
    e.id as event_id,
    e.trust as trust,
    u.line as line,
    u.order_id as order_id,
    u.item as item,
    e.ts as ts,
    e.local_day as local_day,
    u.why as why,
    u.lost_micros as lost_micros
from refunds_not_taken u
join scoped_events e on e.ordinal = u.ordinal

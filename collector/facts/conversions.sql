-- One row: one conversion: an order (worth its net revenue) or another goal (worth what it said, null if it said nothing).
select
    :site as site,
    person,
    event_id,
    trust,
    'purchase' as goal,
    ts,
    local_day,
    order_key,
    net_micros as value_micros,
    excluded,
    session_visitor,
    session_started_at,
    bot
from scoped_orders
union all
select
    :site as site,
    person,
    id as event_id,
    trust,
    name as goal,
    ts,
    local_day,
    null as order_key,
    value_micros,
    excluded,
    session_visitor,
    session_started_at,
    bot
from traced_events
where type = 'goal' and person <> ''

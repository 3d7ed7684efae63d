-- One row: one thing a person did with an action or an item.
select
    :site as site,
    person,
    event_id,
    trust,
    type,
    ts,
    local_day,
    visitor,
    view_id,
    action,
    variation,
    item,
    item_group,
    quantity_micros,
    session_visitor,
    session_started_at,
    bot
from interactions

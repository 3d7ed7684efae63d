-- One row: one thing a person did with an action or an item.
select
    :site as site,
    person,
    id as event_id,
    trust,
    type,
    ts,
    local_day,
    visitor,
    view_id,
    action,
    coalesce(variation, '') as variation,
    item,
    item_group,
    quantity,
    session_visitor,
    session_started_at,
    bot
from traced_events
where person <> ''
    and type in ('click', 'dismiss', 'quick_add', 'wishlist_add', 'wishlist_remove', 'cart_add', 'cart_remove')

-- One row: one thing a person did with an action or an item. Without a group of its own it has the one that its item was
-- placed with in that impression.
select
    e.ordinal as ordinal,
    e.person as person,
    e.id as event_id,
    e.trust as trust,
    e.type as type,
    e.ts as ts,
    e.local_day as local_day,
    e.visitor as visitor,
    e.view_id as view_id,
    e.action as action,
    coalesce(e.variation, '') as variation,
    e.item as item,
    coalesce(e.item_group, g.item_group) as item_group,
    e.quantity_micros as quantity_micros,
    e.session_visitor as session_visitor,
    e.session_started_at as session_started_at,
    e.bot as bot
from sessionized_events e
left join placement_events p on p.ordinal = e.ordinal
left join placed_groups g on g.placement = p.placement and g.item = e.item
where e.person <> ''
    and e.type in ('click', 'dismiss', 'quick_add', 'wishlist_add', 'wishlist_remove', 'cart_add', 'cart_remove')

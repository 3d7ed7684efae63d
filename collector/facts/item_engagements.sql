-- One row: one click or quick add on an item inside an action, which an order line can be found through. In control nothing
-- is shown, so nothing is found through it.
select
    e.ordinal as ordinal,
    e.person as person,
    e.id as event_id,
    e.type as type,
    e.ts as ts,
    e.action as action,
    coalesce(e.variation, '') as variation,
    e.item as item,
    coalesce(e.item_group, g.item_group) as item_group,
    e.session_visitor as session_visitor,
    e.session_started_at as session_started_at,
    e.bot as bot
from traced_events e
left join placement_events p on p.ordinal = e.ordinal
left join placed_groups g on g.placement = p.placement and g.item = e.item
where e.type in ('click', 'quick_add') and e.person <> '' and e.action is not null and e.item is not null
    and coalesce(e.variation, '') <> 'control'

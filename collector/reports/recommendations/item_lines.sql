-- One row: one order line of the period that was found through a widget, and where the item stood there that was engaged with.
with
{% include "shared/filtered_orders.sql" %}
select
    l.found_action as action, l.found_item as item, i.position_shown as position_shown,
    o.person as person, o.order_key as order_key, l.quantity_micros as quantity_micros, l.net_micros as net_micros
from filtered_orders o
join order_lines l on l.site = :site and l.person = o.person and l.order_key = o.order_key
left join engagements e on e.site = :site and e.person = l.person and e.event_id = l.found_event and e.ts = l.found_at
left join item_impressions i
    on i.site = :site and i.person = e.person and i.visitor = e.visitor and i.view_id = e.view_id
        and i.action = e.action and i.item = e.item
where o.excluded = 0 and l.found_at >= l.ts - :window_ms
order by o.order_key, l.line

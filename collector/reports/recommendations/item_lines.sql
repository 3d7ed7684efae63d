-- One row: one order line of the period that was found through a widget, and where the item stood there that was engaged with.
with
{% include "shared/filtered_orders.sql" %},
found_lines as (
    select
        l.found_action as action, l.found_item as item, l.found_event as found_event, l.found_at as found_at,
        o.person as person, o.order_key as order_key, l.line as line,
        l.quantity_micros as quantity_micros, l.net_micros as net_micros
    from filtered_orders o
    join order_lines l on l.site = :site and l.person = o.person and l.order_key = o.order_key
    where o.excluded = 0 and l.found_at >= l.ts - :window_ms
)
select
    f.action as action, f.item as item,
    -- a page and a server may both have sent the engagement under one id: the line is found once
    min(i.position_shown) as position_shown,
    f.person as person, f.order_key as order_key,
    max(f.quantity_micros) as quantity_micros, max(f.net_micros) as net_micros
from found_lines f
left join engagements e on e.site = :site and e.person = f.person and e.event_id = f.found_event and e.ts = f.found_at
left join item_impressions i
    on i.site = :site and i.person = e.person and i.visitor = e.visitor and i.view_id = e.view_id
        and i.action = e.action and i.item = e.item
group by f.person, f.order_key, f.line, f.action, f.item
order by f.order_key, f.line

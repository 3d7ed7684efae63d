-- One row: one order line of the period, with the engagement it was found through under each rule.
with
{% include "shared/filtered_orders.sql" %}
select
    o.person as person, o.order_key as order_key, o.ts as ts,
    o.session_visitor as session_visitor, o.session_started_at as session_started_at,
    l.item as item, l.quantity_micros as quantity_micros, l.net_micros as net_micros,
    l.found_action as found_action, l.found_at as found_at,
    l.clicked_action as clicked_action, l.clicked_at as clicked_at, l.session_action as session_action
from filtered_orders o
join order_lines l on l.site = :site and l.person = o.person and l.order_key = o.order_key
where o.excluded = 0
order by o.order_key, l.line

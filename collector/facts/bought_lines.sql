-- One row: one line of an order, with what it was sold for and what was refunded of it.
select
    p.order_key as order_key, l.line as line, p.ordinal as ordered, p.person as person, p.ts as ts,
    p.local_day as local_day, p.excluded as excluded, p.session_visitor as session_visitor,
    p.session_started_at as session_started_at, p.bot as bot, l.item as item, l.item_group as item_group,
    l.category as category, l.quantity_micros as quantity_micros, l.sold_micros as sold_micros,
    l.refunded_micros as refunded_micros, l.discounted as discounted
from uncancelled_orders p
join settled_lines l on l.order_key = p.order_key

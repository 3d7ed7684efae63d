-- One row: one line of a purchase or a refund in the scope, as it was sent.
insert into scoped_lines
select
    e.seq, i.line, i.item, i.item_group, i.category, i.quantity_micros,
    i.price_micros, i.discount_micros, i.amount_micros
from scoped_events e
join event_items i on i.seq = e.seq
where e.type in ('purchase', 'refund')

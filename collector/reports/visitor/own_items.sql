-- One row: one item of an event of the person in a time: shown, bought or refunded.
with
{% include "shared/own_event_keys.sql" %}
select
    i.seq as seq,
    i.line as line,
    i.item as item,
    i.item_group as item_group,
    i.quantity_micros as quantity_micros,
    i.price_micros as price_micros,
    i.discount_micros as discount_micros,
    i.amount_micros as amount_micros,
    i.category as category
from own_event_keys k
join event_items i on i.seq = k.seq
where i.seq <= :facts_seq
order by i.seq, i.line

-- One row: one item of an event that this transaction has just stored, numbered from 0 in the sender's order.
insert into event_items (seq, line, item, item_group, quantity_micros, price_micros, discount_micros, amount_micros, category)
select
    events.seq,
    items.key,
    items.value ->> 0,
    items.value ->> 1,
    items.value ->> 2,
    items.value ->> 3,
    items.value ->> 4,
    items.value ->> 5,
    items.value ->> 6
from jsonb_each(cast(:rows as text)) as sent
cross join jsonb_each(sent.value, '$[29]') as items
join events on events.seq = :before + 1 + sent.key

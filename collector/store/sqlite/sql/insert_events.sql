-- One row: one event of a group not stored before, in the order the group names them; the first with an id stays.
insert into events (seq, site, trust, id, type, ts, received_at, visitor, user_id, view_id, action, variation, kind, campaign, item, item_group, quantity_micros, amount_micros, currency, order_id, name, engaged_ms, scroll, max_fraction, visible_ms, longest_ms, reason, body, page, context)
select
    :before + 1 + key,
    value ->> 0,
    value ->> 1,
    value ->> 2,
    value ->> 3,
    value ->> 4,
    value ->> 5,
    value ->> 6,
    value ->> 7,
    value ->> 8,
    value ->> 9,
    value ->> 10,
    value ->> 11,
    value ->> 12,
    value ->> 13,
    value ->> 14,
    value ->> 15,
    value ->> 16,
    value ->> 17,
    value ->> 18,
    value ->> 19,
    value ->> 20,
    value ->> 21,
    value ->> 22,
    value ->> 23,
    value ->> 24,
    value ->> 25,
    value ->> 26,
    value ->> 27,
    value ->> 28
from jsonb_each(cast(:rows as text))
where true
on conflict (site, trust, id) do nothing

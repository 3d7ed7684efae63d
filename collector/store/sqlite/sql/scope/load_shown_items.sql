-- One row: one item that an execute or a deliver event of the scope names, in the sender's order; the next piece of a list goes on
-- where the one before ended.
insert into scoped_shown_items
select
    e.seq,
    i.line + case when s.body is null then 0 else coalesce(json_extract(s.body, '$.first_position'), 1) - 1 end,
    i.item,
    i.item_group
from scoped_events e
join events s on s.seq = e.seq
join event_items i on i.seq = e.seq
where e.type in ('execute', 'deliver')

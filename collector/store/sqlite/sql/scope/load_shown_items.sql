-- One row: one item that an execute or a deliver event of the scope names, in the sender's order.
insert into scoped_shown_items
select e.seq, i.line, i.item, i.item_group
from scoped_events e
join event_items i on i.seq = e.seq
where e.type in ('execute', 'deliver')

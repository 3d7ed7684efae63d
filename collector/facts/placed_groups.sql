-- One row: one item that a placement of an action names with its group; of several groups the greatest.
select p.placement as placement, i.item as item, max(i.item_group) as item_group
from placement_events p
join scoped_events e on e.ordinal = p.ordinal
join scoped_shown_items i on i.seq = e.seq
where i.item_group is not null
group by p.placement, i.item

-- One row: one event that reports an order, of `orders` of them.
select order_id, id, seq, ts
from events
where site = :site and type = 'purchase'
    and order_id in ({% for nth in range(orders) %}{{ ", " if nth }}:order_{{ nth }}{% endfor %})
order by order_id, seq

-- One row: one person who has, in facts, an order that events of (:after, :upto] name.
with
named_orders as (
    select distinct order_id
    from events
    where seq > :after and seq <= :upto and site = :site and order_id is not null
),
touched_persons as (
    select o.person as person
    from named_orders n
    cross join orders o
    where o.site = :site and o.order_id = n.order_id
    union all
    select c.person as person
    from named_orders n
    cross join cancelled_orders c
    where c.site = :site and c.order_id = n.order_id
)
select distinct person
from touched_persons

{% import "shared/macros.sql" as query with context %}
-- One row: the persons to whom one action was delivered first of all in the period (or, ghost = 1, would have been: control),
-- in the sessions of the segment, with sums of what they ordered from then to the end of the period.
with
{% include "shared/first_deliveries.sql" %},
spent as (
    select b.person as person, count(*) as orders, sum(o.net_micros) as net_micros
    from first_deliveries b
    join orders o on o.site = :site and o.person = b.person
    where o.bot = 0 and o.excluded = 0 and o.ts >= b.delivered_at and o.ts < :until_ts
    group by b.person
)
select
    b.action as action,
    b.ghost as ghost,
    count(*) as persons_delivered,
    sum(case when s.person is null then 0 else 1 end) as customers,
    sum(coalesce(s.orders, 0)) as orders,
    sum(coalesce(s.net_micros, 0)) as revenue_micros,
    {{ query.sum_of_products("coalesce(s.orders, 0)", "coalesce(s.orders, 0)") }} as orders_squares,
    {{ query.sum_of_products("coalesce(s.net_micros, 0)", "coalesce(s.net_micros, 0)") }} as revenue_micros_squares,
    {{ query.sum_of_products("coalesce(s.net_micros, 0)", "coalesce(s.orders, 0)") }} as revenue_micros_times_orders
from first_deliveries b
left join spent s on s.person = b.person
group by b.action, b.ghost
order by persons_delivered desc, b.action, b.ghost

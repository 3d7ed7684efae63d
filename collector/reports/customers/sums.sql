{% import "shared/macros.sql" as query with context %}
-- One row: the customers of the period, of one value of a dimension (one row in all without one): sums over customers of what
-- they did in the period, and until its end.
with
{% include "shared/period_customers.sql" %},
period_sums as (
    select person, count(*) as orders, sum(net_micros) as net_micros, sum(full_price_micros) as full_price_micros
    from period_orders
    group by person
),
histories as (
    select
        c.person as person, c.by_value as by_value,
        count(*) as orders,
        count(distinct h.local_day) as days,
        sum(h.net_micros) as net_micros,
        min(h.ts) as first_at,
        min(h.local_day) as first_day
    from period_customers c
    join orders h on h.site = :site and h.person = c.person
    where h.bot = 0 and h.excluded = 0 and h.ts < :until_ts
    group by c.person, c.by_value
)
select
    h.by_value as by_value,
    count(*) as customers,
    sum(case when h.first_at >= :from_ts then 1 else 0 end) as new_customers,
    sum(case when h.orders > 1 then 1 else 0 end) as repeating,
    sum(case when p.net_micros > 0 and p.full_price_micros = 0 then 1 else 0 end) as hunting,
    sum(p.orders) as orders,
    sum(p.net_micros) as revenue_micros,
    sum(p.full_price_micros) as full_price_micros,
    sum(h.net_micros) as history_micros,
    sum(h.days) as history_days,
    sum(:until_day - h.first_day) as age_ms,
    {{ query.sum_of_products("p.orders", "p.orders") }} as orders_squares,
    {{ query.sum_of_products("p.net_micros", "p.net_micros") }} as revenue_micros_squares,
    {{ query.sum_of_products("p.net_micros", "p.orders") }} as revenue_micros_times_orders,
    {{ query.sum_of_products("p.full_price_micros", "p.full_price_micros") }} as full_price_micros_squares,
    {{ query.sum_of_products("p.full_price_micros", "p.net_micros") }} as full_price_micros_times_revenue_micros,
    {{ query.sum_of_products("h.net_micros", "h.net_micros") }} as history_micros_squares
from histories h
join period_sums p on p.person = h.person
group by h.by_value
order by customers desc, case when h.by_value is null then 0 else 1 end, h.by_value

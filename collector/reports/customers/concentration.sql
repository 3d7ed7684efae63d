-- One row: the customers of one value of a dimension: how much of the period's revenue the tenth of them brought who spent
-- most, the two tenths who did, and so on to all; parts of a customer are rounded up.
with
{% include "shared/period_customers.sql" %},
spent as (
    select c.by_value as by_value, c.person as person, sum(o.net_micros) as net_micros
    from period_customers c
    join period_orders o on o.person = c.person
    group by c.by_value, c.person
),
ranked as (
    select
        by_value, net_micros,
        row_number() over (partition by by_value order by net_micros desc, person) as nth,
        count(*) over (partition by by_value) as customers
    from spent
)
select
    by_value,
    {% for tenth in range(1, 11) %}
    sum(case when (nth - 1) * 10 < customers * {{ tenth }} then net_micros else 0 end) as tenth_{{ tenth }}
    {{- "," if not loop.last }}
    {% endfor %}
from ranked
group by by_value
order by case when by_value is null then 0 else 1 end, by_value

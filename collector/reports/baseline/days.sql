{% import "shared/macros.sql" as query with context %}
-- One row: what was ordered on one day in the sessions of the segment, of one value of a dimension (one row a day without
-- one), with the sum of squares of what each person spent on it.
with
person_days as (
    select
        o.local_day as local_day, o.person as person,
        {{ query.by_value() }},
        count(*) as orders,
        sum(o.net_micros) as net_micros
    from orders o
    {{ query.session_of("o") }}
    where o.site = :site and o.bot = 0 and o.excluded = 0
        and o.ts >= :from_ts and o.ts < :until_ts
        {{ query.segments() }}
    group by o.local_day, o.person{% if shape.by %}, {{ query.dimension(shape.by, "s.landing_page") }}{% endif %}

)
select
    local_day, by_value,
    sum(orders) as orders,
    sum(net_micros) as revenue_micros,
    {{ query.sum_of_products("net_micros", "net_micros") }} as squares
from person_days
group by local_day, by_value
order by local_day, case when by_value is null then 0 else 1 end, by_value

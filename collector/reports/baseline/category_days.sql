{% import "shared/macros.sql" as query with context %}
-- One row: what was ordered of one category on one day in the sessions of the segment, with the sum of squares of what each
-- person spent on it; orders are those with a line of it.
with
person_days as (
    select
        l.local_day as local_day, l.person as person, l.category as by_value,
        count(distinct l.order_key) as orders,
        sum(l.net_micros) as net_micros
    from order_lines l
    {{ query.session_of("l") }}
    where l.site = :site and l.bot = 0 and l.excluded = 0
        and l.ts >= :from_ts and l.ts < :until_ts
        {{ query.segments() }}
    group by l.local_day, l.person, l.category
)
select
    local_day, by_value,
    sum(orders) as orders,
    sum(net_micros) as revenue_micros,
    {{ query.sum_of_products("net_micros", "net_micros") }} as squares
from person_days
group by local_day, by_value
order by local_day, case when by_value is null then 0 else 1 end, by_value

-- One row: the customers of one value of a dimension: the time from an order to the next, of those in the period that were not
-- somebody's first: the one in the middle, or the two.
with
{% include "shared/period_customers.sql" %},
followed as (
    select
        c.by_value as by_value, h.person as person, h.order_key as order_key, h.ts as ts,
        lag(h.ts, 1, -1) over (partition by h.person order by h.ts, h.order_key) as before_at
    from period_customers c
    join orders h on h.site = :site and h.person = c.person
    where h.bot = 0 and h.excluded = 0 and h.ts < :until_ts
),
ranked as (
    select
        by_value, ts - before_at as gap_ms,
        row_number() over (partition by by_value order by ts - before_at, person, order_key) as nth,
        count(*) over (partition by by_value) as gaps
    from followed
    where before_at >= 0 and ts >= :from_ts
)
select by_value, min(gap_ms) as low_ms, max(gap_ms) as high_ms
from ranked
where nth * 2 >= gaps and nth * 2 <= gaps + 2
group by by_value
order by case when by_value is null then 0 else 1 end, by_value

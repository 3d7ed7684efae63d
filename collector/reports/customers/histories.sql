-- One row: customers of the period, of one value of a dimension, with equal histories until its end: how many days with orders
-- after the first, when the last was and how long ago the first; and what these brought, over all of them.
with
{% include "shared/period_customers.sql" %},
counted_orders as (
    select c.person as person, c.by_value as by_value, h.local_day as local_day, h.net_micros as net_micros
    from period_customers c
    join orders h on h.site = :site and h.person = c.person
    where h.bot = 0 and h.excluded = 0 and h.ts < :until_ts
),
{% include "shared/person_histories.sql" %}
select by_value, frequency, recency_ms, age_ms, count(*) as customers, sum(worth_micros) as worth_micros
from person_histories
group by by_value, frequency, recency_ms, age_ms
order by case when by_value is null then 0 else 1 end, by_value, frequency, recency_ms, age_ms

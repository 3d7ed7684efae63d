-- One row: all customers of the site, whenever they ordered until the end of the period, with equal histories.
with
counted_orders as (
    select person, null as by_value, local_day, net_micros
    from orders
    where site = :site and bot = 0 and excluded = 0 and ts < :until_ts
),
{% include "shared/person_histories.sql" %}
select frequency, recency_ms, age_ms, count(*) as customers, sum(worth_micros) as worth_micros
from person_histories
group by frequency, recency_ms, age_ms
order by frequency, recency_ms, age_ms

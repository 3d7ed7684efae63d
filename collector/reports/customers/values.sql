-- One row: customers of the site who came back equally often and spent about as much then, to the nearest step below.
with
counted_orders as (
    select person, null as by_value, local_day, net_micros
    from orders
    where site = :site and bot = 0 and excluded = 0 and ts < :until_ts
),
{% include "shared/person_histories.sql" %}
select frequency, worth_micros - worth_micros % :step_micros as low_micros, count(*) as customers
from person_histories
where frequency > 0 and worth_micros > 0
group by frequency, worth_micros - worth_micros % :step_micros
order by frequency, low_micros

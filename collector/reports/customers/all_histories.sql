-- One row: all customers of the site, whenever they ordered until the end of the period, with equal histories.
with
{% include "shared/orders_until_the_end.sql" %},
{% include "shared/person_histories.sql" %}
select frequency, recency_ms, age_ms, count(*) as customers, sum(worth_micros) as worth_micros
from person_histories
group by frequency, recency_ms, age_ms
order by frequency, recency_ms, age_ms

-- One row: customers of the site who came back equally often and spent about as much then, to the nearest step below.
with
{% include "shared/orders_until_the_end.sql" %},
{% include "shared/person_histories.sql" %}
select frequency, worth_micros - worth_micros % :step_micros as low_micros, count(*) as customers
from person_histories
where frequency > 0 and worth_micros > 0
group by frequency, worth_micros - worth_micros % :step_micros
order by frequency, low_micros

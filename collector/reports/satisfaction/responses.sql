-- One row: one survey in one value of the dimension: how often it was delivered, and answered then.
with
{% include "shared/delivered_surveys.sql" %}
select action, by_value, count(*) as delivered, sum(answered) as responses
from delivered_surveys
group by action, by_value
order by action, case when by_value is null then 0 else 1 end, by_value

-- One row: one reason why one action was not seen, or not placed.
with
{% include "shared/not_delivered.sql" %}
select action, state, reason, count(*) as impressions
from not_delivered
group by action, state, reason
order by action, impressions desc, state, reason

-- One row: one action that was not seen on one page for one reason: placed and not seen, or not placed at all.
with
{% include "shared/not_delivered.sql" %}
select action, reason, state, page, count(*) as impressions
from not_delivered
group by action, reason, state, page
order by action, state, reason, impressions desc, case when page is null then 0 else 1 end, page

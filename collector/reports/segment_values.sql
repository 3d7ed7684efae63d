-- One row: one value of a dimension among the sessions of the period and the segment, the most frequent first.
with
{% include "shared/filtered_sessions.sql" %}
select by_value, count(*) as sessions
from filtered_sessions
group by by_value
order by sessions desc, case when by_value is null then 0 else 1 end, by_value
limit :max_values

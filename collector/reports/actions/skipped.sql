-- One row: one action (and one segment), with how often it was meant for a view and not placed.
with
{% include "shared/filtered_skips.sql" %}
select action, by_value, count(*) as skipped
from filtered_skips
group by action, by_value

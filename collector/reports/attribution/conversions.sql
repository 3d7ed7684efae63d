-- One row: all conversions of the period on the goal, and what they are worth.
with
{% include "shared/filtered_conversions.sql" %}
select
    count(*) as conversions,
    coalesce(sum(case when excluded = 0 then value_micros else 0 end), 0) as value_micros,
    coalesce(sum(case when excluded = 0 then cast(value_micros as double precision) * value_micros else 0 end), 0) as value_squares
from filtered_conversions

{% import "shared/macros.sql" as query with context %}
-- One row: the impressions below the fold: of how many it is known which part of the way to it the visitor came, and how
-- many came at least so far (in hundredths).
with
{% include "shared/filtered_impressions.sql" %}
select
    count(*) as measured{{ query.and_by_value() }},
    sum(case when reach >= 0.25 then 1 else 0 end) as reached_25,
    sum(case when reach >= 0.5 then 1 else 0 end) as reached_50,
    sum(case when reach >= 0.75 then 1 else 0 end) as reached_75
from filtered_impressions
where ghost = 0 and state = 'undelivered' and reason = 'below_fold' and reach is not null
{% if shape.by %}group by by_value{% endif %}

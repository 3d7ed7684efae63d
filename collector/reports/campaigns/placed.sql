{% import "shared/macros.sql" as query with context %}
-- One row: one action in the period under one campaign that its events name, or none: what became of it.
with
{% include "shared/filtered_impressions.sql" %}
select
    action,
    campaign{{ query.and_by_value() }},
    sum(case when ghost = 0 then 1 else 0 end) as executed,
    sum(case when ghost = 0 and state = 'delivered' then 1 else 0 end) as delivered,
    sum(case when ghost = 0 and state = 'delivered' and clicks > 0 then 1 else 0 end) as clicks
from filtered_impressions
group by action, campaign{{ query.and_by_value() }}
order by action, case when campaign is null then 0 else 1 end, campaign{{ query.then_by_value() }}

{% import "shared/macros.sql" as query with context %}
-- One row: one action that was not seen on one page for one reason: placed and not seen, or not placed at all.
with
{% include "shared/filtered_impressions.sql" %},
{% include "shared/filtered_skips.sql" %},
not_delivered as (
    select action, coalesce(reason, 'unknown') as why, 'undelivered' as state, page{{ query.and_by_value() }}, count(*) as impressions
    from filtered_impressions
    where ghost = 0 and state = 'undelivered'
    group by action, coalesce(reason, 'unknown'), page{{ query.and_by_value() }}
    union all
    select action, reason as why, 'skipped' as state, page{{ query.and_by_value() }}, count(*) as impressions
    from filtered_skips
    group by action, reason, page{{ query.and_by_value() }}
)
select action, why as reason, state, page{{ query.and_by_value() }}, impressions
from not_delivered
order by action, state, reason, impressions desc, case when page is null then 0 else 1 end, page{{ query.then_by_value() }}

-- One row: one reason why one action was not seen, or not placed.
with
{% include "shared/filtered_impressions.sql" %},
{% include "shared/filtered_skips.sql" %},
not_delivered as (
    select action, 'undelivered' as state, coalesce(reason, 'unknown') as why, count(*) as impressions
    from filtered_impressions
    where ghost = 0 and state = 'undelivered'
    group by action, coalesce(reason, 'unknown')
    union all
    select action, 'skipped' as state, reason as why, count(*) as impressions
    from filtered_skips
    group by action, reason
)
select action, state, why as reason, impressions
from not_delivered
order by action, impressions desc, state, reason

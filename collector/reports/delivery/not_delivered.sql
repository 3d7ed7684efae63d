-- One row: one action that was not seen on one page for one reason: placed and not seen, or not placed at all.
with
{% include "shared/filtered_impressions.sql" %},
{% include "shared/filtered_skips.sql" %},
not_delivered as (
    select action, coalesce(reason, 'unknown') as why, 'undelivered' as state, page, count(*) as impressions
    from filtered_impressions
    where ghost = 0 and state = 'undelivered'
    group by action, coalesce(reason, 'unknown'), page
    union all
    select action, reason as why, 'skipped' as state, page, count(*) as impressions
    from filtered_skips
    group by action, reason, page
)
select action, why as reason, state, page, impressions
from not_delivered
order by action, state, reason, impressions desc, case when page is null then 0 else 1 end, page

-- One row: one action that was not seen on one page for one reason: placed and not seen, or not placed at all.
with
{% include "shared/filtered_impressions.sql" %},
{% include "shared/filtered_skips.sql" %},
not_delivered as (
    select action, coalesce(reason, 'unknown') as reason, 'undelivered' as state, page, visitor, view_id, executed_at as ts
    from filtered_impressions
    where ghost = 0 and state = 'undelivered'
    union all
    select action, reason, 'skipped' as state, page, visitor, view_id, ts
    from filtered_skips
),
ranked as (
    select
        action, reason, state, page, visitor, view_id,
        count(*) over (partition by action, reason, state, page) as impressions,
        row_number() over (partition by action, reason, state, page order by ts desc, visitor, view_id) as nth_latest
    from not_delivered
)
select action, reason, state, page, impressions, visitor, view_id
from ranked
where nth_latest = 1
order by action, state, reason, impressions desc, case when page is null then 0 else 1 end, page

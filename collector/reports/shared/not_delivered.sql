{% include "shared/filtered_impressions.sql" %},
{% include "shared/filtered_skips.sql" %},
not_delivered as (
    -- each time that an action was not seen: placed and not seen, or not placed at all
    select
        person, action, coalesce(reason, 'unknown') as reason, 'undelivered' as state, page, visitor, view_id,
        executed_at as ts
    from filtered_impressions
    where ghost = 0 and state = 'undelivered'
    union all
    select person, action, reason, 'skipped' as state, page, visitor, view_id, ts
    from filtered_skips
)

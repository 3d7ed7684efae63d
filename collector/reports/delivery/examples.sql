{% import "shared/macros.sql" as query with context %}
-- One row: one of the latest persons who did not see an action for a reason, by their latest visitor and view of that kind.
-- The reasons may be narrowed to some.
with
{% include "shared/filtered_impressions.sql" %},
{% include "shared/filtered_skips.sql" %},
not_delivered as (
    -- each time that an action was not seen: placed and not seen, or not placed at all
    select
        person, action, coalesce(reason, 'unknown') as why, 'undelivered' as state, visitor, view_id,
        executed_at as ts{{ query.and_by_value() }}
    from filtered_impressions
    where ghost = 0 and state = 'undelivered' {{ query.one_of_reasons("coalesce(reason, 'unknown')") }}
    union all
    select person, action, reason as why, 'skipped' as state, visitor, view_id, ts{{ query.and_by_value() }}
    from filtered_skips
    where 1 = 1 {{ query.one_of_reasons("reason") }}
),
latest_of_persons as (
    select
        action, why, state, person, visitor, view_id, ts{{ query.and_by_value() }},
        row_number() over (
            partition by action, why, state, person{{ query.and_by_value() }} order by ts desc, visitor, case when view_id is null then 0 else 1 end, view_id
        ) as nth
    from not_delivered
),
ranked as (
    select
        action, why, state, visitor, view_id{{ query.and_by_value() }},
        row_number() over (partition by action, why, state{{ query.and_by_value() }} order by ts desc, person) as nth_person
    from latest_of_persons
    where nth = 1
)
select action, why as reason, state, visitor, view_id{{ query.and_by_value() }}
from ranked
where nth_person <= :examples
order by action, state, reason, nth_person{{ query.then_by_value() }}

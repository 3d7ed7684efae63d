-- One row: one of the latest persons who did not see an action for a reason, by their latest visitor and view of that kind.
with
{% include "shared/not_delivered.sql" %},
latest_of_persons as (
    select
        action, reason, state, person, visitor, view_id, ts,
        row_number() over (
            partition by action, reason, state, person order by ts desc, visitor, case when view_id is null then 0 else 1 end, view_id
        ) as nth
    from not_delivered
),
ranked as (
    select
        action, reason, state, visitor, view_id,
        row_number() over (partition by action, reason, state order by ts desc, person) as nth_person
    from latest_of_persons
    where nth = 1
)
select action, reason, state, visitor, view_id
from ranked
where nth_person <= :examples
order by action, state, reason, nth_person

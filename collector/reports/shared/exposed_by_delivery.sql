{% import "shared/experiment_macros.sql" as experiment with context %}
{% include "shared/counted_assignments.sql" %},
{% include "shared/counted_deliveries.sql" %},
variation_deliveries as (
    select
        person, variation, delivered_at, local_day, session_visitor, session_started_at,
        row_number() over (
            partition by person, variation order by delivered_at, executed_at, visitor, view_id, action
        ) as nth
    from counted_placements
    where delivered_at is not null
),
first_deliveries as (
    -- each person once for each variation they saw; `other_at`: when they saw the next one first, -1: never
    select
        person, variation, delivered_at, local_day, session_visitor, session_started_at,
        row_number() over (partition by person order by delivered_at, variation) as nth,
        lead(delivered_at, 1, -1) over (partition by person order by delivered_at, variation) as other_at
    from variation_deliveries
    where nth = 1
),
assigned_persons as (
    -- since when, and under which allocation; `moved`: of who was assigned again under another one, the last that held counts
    select
        person, min(ts) as ts, min(allocation) as allocation,
        case when min(allocation) < max(allocation) then 1 else 0 end as moved
    from counted_assignments
    group by person
),
moved_before as (
    -- the assignment that held when it was delivered: the latest until then, first of all to the variation that was seen
    select
        d.person as person, a.allocation as allocation,
        row_number() over (
            partition by d.person
            order by case when a.variation = d.variation then 0 else 1 end, a.ts desc, a.allocation desc
        ) as nth
    from first_deliveries d
    join assigned_persons f on f.person = d.person
    join counted_assignments a on a.person = d.person
    where d.nth = 1 and f.moved = 1 and a.ts <= d.delivered_at
),
allocated as (
    select
        d.person as person, d.variation as variation, d.delivered_at as delivered_at, d.local_day as local_day,
        d.session_visitor as session_visitor, d.session_started_at as session_started_at, d.other_at as other_at,
        f.ts as assigned_at,
        case when f.moved = 1 then m.allocation when f.ts <= d.delivered_at then f.allocation end as allocation
    from first_deliveries d
    left join assigned_persons f on f.person = d.person
    left join moved_before m on m.person = d.person and m.nth = 1
    where d.nth = 1
),
phased as (
    select
        person, variation, delivered_at as exposed_at, local_day as exposed_day, session_visitor, session_started_at,
        other_at, assigned_at, {{ experiment.phase_of("allocation", "delivered_at") }} as phase
    from allocated
),
exposed as (
    select
        person, variation, exposed_at, exposed_day, session_visitor, session_started_at, phase, assigned_at,
        1 as executed, 1 as delivered, 0 as undelivered,
        case when other_at >= 0 and other_at < {{ experiment.edge_of("until", "phase") }} then 1 else 0 end as two_arms
    from phased
    where phase is not null
)

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
assignments_before as (
    -- the assignment that held when it was delivered: the latest until then, first of all to the variation that was seen
    select
        d.person as person, a.allocation as allocation,
        row_number() over (
            partition by d.person
            order by case when a.variation = d.variation then 0 else 1 end, a.ts desc, a.allocation desc
        ) as nth
    from first_deliveries d
    join counted_assignments a on a.person = d.person
    where d.nth = 1 and a.ts <= d.delivered_at
),
assigned_since as (
    select person, min(ts) as ts
    from counted_assignments
    group by person
),
phased as (
    select
        d.person as person, d.variation as variation, d.delivered_at as exposed_at, d.local_day as exposed_day,
        d.session_visitor as session_visitor, d.session_started_at as session_started_at, d.other_at as other_at,
        {{ experiment.phase_of("a.allocation", "d.delivered_at") }} as phase
    from first_deliveries d
    left join assignments_before a on a.person = d.person and a.nth = 1
    where d.nth = 1
),
exposed as (
    select
        p.person as person, p.variation as variation, p.exposed_at as exposed_at, p.exposed_day as exposed_day,
        p.session_visitor as session_visitor, p.session_started_at as session_started_at, p.phase as phase,
        f.ts as assigned_at, 1 as executed, 1 as delivered, 0 as undelivered,
        case when p.other_at >= 0 and p.other_at < {{ experiment.edge_of("until", "p.phase") }} then 1 else 0 end as two_arms
    from phased p
    left join assigned_since f on f.person = p.person
    where p.phase is not null
)

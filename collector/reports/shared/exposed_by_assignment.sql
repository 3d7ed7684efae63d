{% import "shared/experiment_macros.sql" as experiment with context %}
{% include "shared/counted_assignments.sql" %},
{% if shape.experiment.actions %}
{% include "shared/counted_deliveries.sql" %},
placed_variations as (
    select person, variation, min(executed_at) as executed_at, min(delivered_at) as delivered_at
    from counted_placements
    group by person, variation
),
seen_at_all as (
    select person, min(delivered_at) as delivered_at
    from placed_variations
    where delivered_at is not null
    group by person
),
{% endif %}
phased as (
    select
        f.person as person, f.variation as variation, f.ts as exposed_at, f.local_day as exposed_day,
        f.session_visitor as session_visitor, f.session_started_at as session_started_at,
        {{ experiment.phase_of("f.allocation", "f.ts") }} as phase
    from first_assignments f
    where f.nth = 1
),
exposed as (
    -- until its phase is over: who is moved to another arm afterwards is shown that one
    select
        p.person as person, p.variation as variation, p.exposed_at as exposed_at, p.exposed_day as exposed_day,
        p.session_visitor as session_visitor, p.session_started_at as session_started_at, p.phase as phase,
        p.exposed_at as assigned_at, 0 as two_arms,
        {% if shape.experiment.actions %}
        case when v.executed_at < {{ experiment.edge_of("until", "p.phase") }} then 1 else 0 end as executed,
        case when v.delivered_at < {{ experiment.edge_of("until", "p.phase") }} then 1 else 0 end as delivered,
        case when s.delivered_at is null or s.delivered_at > p.exposed_at + :window_ms then 1 else 0 end as undelivered
        {% else %}
        0 as executed, 0 as delivered, 0 as undelivered
        {% endif %}
    from phased p
    {% if shape.experiment.actions %}
    left join placed_variations v on v.person = p.person and v.variation = p.variation
    left join seen_at_all s on s.person = p.person
    {% endif %}
    where p.phase is not null
)

{% import "shared/experiment_macros.sql" as experiment with context %}
{% include "shared/counted_assignments.sql" %},
{% if shape.experiment.actions %}
{% include "shared/counted_deliveries.sql" %},
placed_persons as (
    -- when their own variation was placed and delivered first, and when any was delivered
    select
        c.person as person,
        min(case when c.variation = f.variation then c.executed_at end) as executed_at,
        min(case when c.variation = f.variation then c.delivered_at end) as delivered_at,
        min(c.delivered_at) as seen_at
    from counted_placements c
    join first_assignments f on f.person = c.person
    where f.nth = 1
    group by c.person
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
        case when x.executed_at < {{ experiment.edge_of("until", "p.phase") }} then 1 else 0 end as executed,
        case when x.delivered_at < {{ experiment.edge_of("until", "p.phase") }} then 1 else 0 end as delivered,
        case when x.seen_at is null or x.seen_at > p.exposed_at + :window_ms then 1 else 0 end as undelivered
        {% else %}
        0 as executed, 0 as delivered, 0 as undelivered
        {% endif %}
    from phased p
    {% if shape.experiment.actions %}
    left join placed_persons x on x.person = p.person
    {% endif %}
    where p.phase is not null
)

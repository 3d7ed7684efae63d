{% import "shared/experiment_macros.sql" as experiment with context %}
{% import "shared/macros.sql" as query with context %}
-- One row: the persons of one variation, phase and stratum who were first exposed on one day (in one segment): how many, and
-- over those whose window is over the sums of what they did in it (y) and in the time before (x; of an order's value: orders).
-- `known`: 0 came in this phase, 1 had been here before it, 2 had been assigned before it; all of the first phase are 0.
with
{% if shape.experiment.by_delivery %}
{% include "shared/exposed_by_delivery.sql" %},
{% else %}
{% include "shared/exposed_by_assignment.sql" %},
{% endif %}
goals_reached as (
    select
        e.person as person
        {%- for nth in range(1, shape.experiment.goals + 1) %},
        max(case when c.goal = :goal_{{ nth }} and c.ts >= e.exposed_at then 1 else 0 end) as goal_{{ nth }},
        max(case when c.goal = :goal_{{ nth }} and c.ts < e.exposed_at then 1 else 0 end) as before_{{ nth }}
        {%- endfor %}
    from exposed e
    join conversions c on c.site = :site and c.person = e.person
    where c.bot = 0 and c.ts >= e.exposed_at - :before_ms and c.ts <= e.exposed_at + :window_ms
        and {{ experiment.one_of("c.goal", "goal", shape.experiment.goals) }}
    group by e.person
),
money_spent as (
    select
        e.person as person,
        sum(case when o.ts >= e.exposed_at then o.net_micros else 0 end) as net_micros,
        sum(case when o.ts >= e.exposed_at then 1 else 0 end) as orders,
        sum(case when o.ts < e.exposed_at then o.net_micros else 0 end) as before_micros
    from exposed e
    join orders o on o.site = :site and o.person = e.person
    where o.bot = 0 and o.excluded = 0
        and o.ts >= e.exposed_at - :before_ms and o.ts <= e.exposed_at + :window_ms
    group by e.person
),
judged as (
    select
        e.variation as variation, e.phase as phase, e.exposed_day as exposed_day, e.two_arms as two_arms,
        e.executed as executed, e.delivered as delivered, e.undelivered as undelivered,
        {% if shape.experiment.phases > 1 %}
        case
            when e.phase = :phase_1 then 0
            when e.assigned_at < {{ experiment.edge_of("from", "e.phase") }} then 2
            when p.first_seen < {{ experiment.edge_of("from", "e.phase") }} then 1
            else 0
        end as known,
        {% else %}
        0 as known,
        {% endif %}
        case when e.two_arms = 0 and e.exposed_at + :window_ms < :now_ts then 1 else 0 end as completed,
        {% for nth in range(1, shape.experiment.goals + 1) %}
        coalesce(g.goal_{{ nth }}, 0) as goal_{{ nth }}, coalesce(g.before_{{ nth }}, 0) as before_{{ nth }},
        {% endfor %}
        coalesce(m.orders, 0) as orders, coalesce(m.net_micros, 0) as net_micros,
        case when m.net_micros > :cap_micros then :cap_micros else coalesce(m.net_micros, 0) end as capped_micros,
        case when m.before_micros > :cap_micros then :cap_micros else coalesce(m.before_micros, 0) end as before_micros,
        {{ query.by_value() }}
    from exposed e
    {% if shape.experiment.phases > 1 %}
    left join persons p on p.site = :site and p.person = e.person
    {% endif %}
    left join goals_reached g on g.person = e.person
    left join money_spent m on m.person = e.person
    {% if shape.by %}
    left join sessions s on s.site = :site and s.visitor = e.session_visitor and s.started_at = e.session_started_at
    {% endif %}
)
select
    variation, phase, known, exposed_day, by_value,
    sum(case when two_arms = 0 then 1 else 0 end) as persons,
    sum(two_arms) as two_arms,
    sum(executed) as executed,
    sum(delivered) as delivered,
    sum(completed) as completed,
    sum(case when completed = 1 then undelivered else 0 end) as undelivered,
    sum(case when completed = 1 and undelivered = 1 then goal_1 else 0 end) as undelivered_converted,
    {% for nth in range(1, shape.experiment.goals + 1) %}
    {{ experiment.sums("goal_%d" % nth, "goal_%d" % nth, "before_%d" % nth) }},
    {% endfor %}
    {{ experiment.sums("raw", "net_micros", "before_micros") }},
    {{ experiment.sums("capped", "capped_micros", "before_micros") }},
    {{ experiment.sums("order_value", "net_micros", "orders") }}
from judged
group by variation, phase, known, exposed_day, by_value
order by variation, phase, known, exposed_day, case when by_value is null then 0 else 1 end, by_value

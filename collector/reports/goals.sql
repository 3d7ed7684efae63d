{% import "shared/macros.sql" as query with context %}
-- One row: one goal that was reached in the period, in the sessions of the segment.
with
{% include "shared/filtered_sessions.sql" %},
filtered_goals as (
    select
        c.goal as goal, c.person as person, c.excluded as excluded, c.value_micros as value_micros,
        c.session_visitor as session_visitor, c.session_started_at as session_started_at
    from conversions c
    {{ query.session_of("c") }}
    where c.site = :site and c.bot = 0 and c.ts >= :from_ts and c.ts < :until_ts
        {{ query.filter("goal", "c.goal") }}
        {{ query.segments() }}
)
select
    g.goal as goal,
    count(*) as conversions,
    count(distinct g.person) as persons,
    sum(case when g.excluded = 0 then coalesce(g.value_micros, 0) else 0 end) as value_micros,
    sum(case when g.excluded = 0 then cast(coalesce(g.value_micros, 0) as double precision) * coalesce(g.value_micros, 0) else 0 end)
        as value_squares,
    sum(case when g.excluded = 0 and g.value_micros is null then 1 else 0 end) as unvalued,
    count(distinct case when s.visitor is not null then s.visitor || ' ' || s.started_at end) as sessions
from filtered_goals g
left join filtered_sessions s on s.visitor = g.session_visitor and s.started_at = g.session_started_at
group by g.goal
order by conversions desc, g.goal

{% import "shared/macros.sql" as query with context %}
-- One row: persons who subscribed for the first time on one day and stopped paying for the first time on another (null: not until
-- the end of the period).
with
lives as (
    select
        m.person as person,
        min(m.local_day) as began_day,
        min(case when m.movement = 'churned' then m.local_day end) as ended_day
    from mrr_movements m
    {% if shape.segments %}
    left join sessions s
        on s.site = :site and s.visitor = m.session_visitor and s.started_at = m.session_started_at
    {% endif %}
    where m.site = :site and m.local_day <= :until_day
        {{ query.segments() }}
    group by m.person
)
select began_day, ended_day, count(*) as subscribers
from lives
group by began_day, ended_day
order by began_day, case when ended_day is null then 1 else 0 end, ended_day

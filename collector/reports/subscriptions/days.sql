{% import "shared/macros.sql" as query with context %}
-- A row for each day of the period and each way in which something moved on it: of how many persons, from how much to how much.
-- Nobody moves twice on a day.
select
    m.local_day as moved_on,
    m.movement as movement,
    count(*) as persons,
    sum(m.mrr_before_micros) as before_micros,
    sum(m.mrr_micros) as after_micros,
    {{ query.sum_of_products("m.mrr_before_micros", "m.mrr_before_micros") }} as before_squares,
    {{ query.sum_of_products("m.mrr_micros", "m.mrr_micros") }} as after_squares,
    {{ query.sum_of_products("m.mrr_before_micros", "m.mrr_micros") }} as products
from mrr_movements m
{% if shape.segments %}
left join sessions s
    on s.site = :site and s.visitor = m.session_visitor and s.started_at = m.session_started_at
{% endif %}
where m.site = :site and m.local_day between :from_day and :until_day
    {{ query.segments() }}
group by m.local_day, m.movement
order by m.local_day, m.movement

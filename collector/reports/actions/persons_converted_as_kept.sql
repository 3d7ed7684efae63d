{% import "shared/macros.sql" as query with context %}
-- One row: one action, with the persons who saw it in the period and then converted within the window.
-- As persons_converted.sql, from the candidates that facts keep.
with
{% include "shared/filtered_conversions.sql" %}
select k.action as action, null as by_value, count(distinct k.person) as persons_converted
from filtered_conversions c
join attribution_candidates k on k.site = :site and k.person = c.person and k.event_id = c.event_id and k.trust = c.trust
where k.last_executed_at >= :from_ts
    {{ query.filter("action", "k.action") }}
group by k.action

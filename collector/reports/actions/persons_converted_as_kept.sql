-- One row: one action, with the persons who saw it in the period and then converted within the window.
-- As persons_converted.sql, from the candidates that facts keep.
with
-- with: asked_conversions
select k.action as action, null as by_value, count(distinct k.person) as persons_converted
from asked_conversions c
join candidates k on k.site = :site and k.person = c.person and k.event_id = c.event_id and k.trust = c.trust
where k.last_executed_at >= :from_ts
    and (:action is null or k.action = :action)
group by k.action

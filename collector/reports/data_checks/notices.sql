-- One row: one fault in a field of a type of event, since a day: how many events had it and were taken without that
-- part, or were rejected for it, and the latest of them.
select
    type,
    field,
    code,
    outcome,
    sum(events) as events,
    max(day) as last_day,
    max(example) as example
from notices
where site = :site and day >= :since
group by type, field, code, outcome
order by events desc, type, field, code, outcome

-- One row: the latest events that browsers sent: how many, and how many that say they happened longer before they came.
select
    count(*) as events,
    coalesce(sum(case when received_at - ts > :late_ms then 1 else 0 end), 0) as late
from events
where site = :site and trust = 0 and seq > (select max(seq) from events) - :looked_at

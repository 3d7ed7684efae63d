-- One row: one person with facts of a visitor within a day of that visitor's events in (:after, :upto].
with
touched_time as (
    select min(ts) - 86400000 as from_ts, max(ts) + 86400000 as until_ts
    from events
    where seq > :after and seq <= :upto and site = :site and visitor = :visitor
)
select r.person
from touched_time t
cross join person_visitors r
    on r.site = :site and r.visitor = :visitor and r.until_ts >= t.from_ts and r.from_ts <= t.until_ts
union
select s.person
from touched_time t
cross join sessions s on s.site = :site and s.visitor = :visitor and s.started_at <= t.until_ts and s.ended_at >= t.from_ts

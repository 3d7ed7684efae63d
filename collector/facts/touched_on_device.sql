-- One row: one person with facts of a visitor within :near_ms of that visitor's events in (:after, :upto].
with
touched_time as (
    select min(ts) - :near_ms as from_ts, max(ts) + :near_ms as until_ts
    from events
    where seq > :after and seq <= :upto and site = :site and visitor = :visitor
),
touched_persons as (
    select r.person as person
    from touched_time t
    cross join person_visitors r
    where r.site = :site and r.visitor = :visitor and r.until_ts >= t.from_ts and r.from_ts <= t.until_ts
    union all
    select s.person as person
    from touched_time t
    cross join sessions s
    where s.site = :site and s.visitor = :visitor and s.started_at <= t.until_ts and s.ended_at >= t.from_ts
)
select distinct person
from touched_persons

-- One row: when a session was that touches a time, on a visitor that the person used at whatever time.
with
own_visitors as (
    select distinct visitor
    from person_visitors
    where site = :site and person = :person
)
select s.visitor as visitor, s.started_at as started_at, s.ended_at as ended_at
from own_visitors own
join sessions s on s.site = :site and s.visitor = own.visitor
where s.started_at <= :until and s.ended_at + :session_gap_ms >= :since
order by s.started_at, s.visitor

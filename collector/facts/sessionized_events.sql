-- One row: one event with its person and, if it has one, its session.
-- An event outside the web, or of an e-mail, joins the latest session of its visitor (or, with a user alone, of that
-- person's visitors) that was going on, or had ended at most 30 minutes before.
with
possible_sessions as (
    select o.ordinal as ordinal, o.ts as ts, s.visitor as visitor, s.started_at as started_at, s.ended_at as ended_at
    from sessionless_events o
    join session_spans s on s.visitor = o.visitor
    union all
    select o.ordinal as ordinal, o.ts as ts, s.visitor as visitor, s.started_at as started_at, s.ended_at as ended_at
    from sessionless_events o
    join visitors_of_persons v on v.person = o.person
    join session_spans s on s.visitor = v.visitor
    where o.visitor = ''
),
ranked_sessions as (
    select
        ordinal, visitor, started_at,
        row_number() over (partition by ordinal order by started_at desc, visitor desc) as nth_latest
    from possible_sessions
    where ts >= started_at and ts <= ended_at + :session_gap_ms
)
select
    e.*,
    coalesce(p.person, '') as person,
    coalesce(s.visitor, r.visitor) as session_visitor,
    coalesce(s.started_at, r.started_at) as session_started_at,
    case when s.ordinal is null then 0 else 1 end as web
from scoped_events e
left join event_persons p on p.ordinal = e.ordinal
left join session_events s on s.ordinal = e.ordinal
left join ranked_sessions r on r.ordinal = e.ordinal and r.nth_latest = 1

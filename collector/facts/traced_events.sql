-- One row: one event with its person and, if it has one, its session.
-- An event outside the web, or of an e-mail, joins the latest session of its visitor (or, with a user alone, of that
-- person's visitors) that was going on, or had ended at most 30 minutes before.
with
session_spans as (
    select visitor, started_at, max(ts) as ended_at
    from session_events
    group by visitor, started_at
),
visitors_of_persons as (
    select distinct p.person as person, e.visitor as visitor
    from scoped_events e
    join event_persons p on p.ordinal = e.ordinal
    where e.visitor <> ''
),
other_events as (
    select e.ordinal as ordinal, e.ts as ts, e.visitor as visitor, p.person as person
    from scoped_events e
    join event_persons p on p.ordinal = e.ordinal
    left join session_events s on s.ordinal = e.ordinal
    where s.ordinal is null
),
possible_sessions as (
    select o.ordinal as ordinal, o.ts as ts, s.visitor as visitor, s.started_at as started_at, s.ended_at as ended_at
    from other_events o
    join session_spans s on s.visitor = o.visitor
    union all
    select o.ordinal as ordinal, o.ts as ts, s.visitor as visitor, s.started_at as started_at, s.ended_at as ended_at
    from other_events o
    join visitors_of_persons v on v.person = o.person
    join session_spans s on s.visitor = v.visitor
    where o.visitor = ''
),
ranked_sessions as (
    select
        ordinal, visitor, started_at,
        row_number() over (partition by ordinal order by started_at desc, visitor desc) as nth_latest
    from possible_sessions
    where ts >= started_at and ts <= ended_at + 1800000
),
joined_sessions as (
    select ordinal, visitor, started_at, 1 as web from session_events
    union all
    select ordinal, visitor, started_at, 0 as web from ranked_sessions where nth_latest = 1
)
select
    e.*,
    coalesce(p.person, '') as person,
    s.visitor as session_visitor,
    s.started_at as session_started_at,
    coalesce(s.web, 0) as web
from scoped_events e
left join event_persons p on p.ordinal = e.ordinal
left join joined_sessions s on s.ordinal = e.ordinal

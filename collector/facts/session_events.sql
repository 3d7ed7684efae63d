-- One row: one web event and the session it is part of, named by its visitor and its start.
-- A longer gap than :session_gap_ms starts a new session; opening an e-mail is no visit.
with
email_showings as (
    select e.visitor as visitor, p.person as person, e.view_id as view_id, e.action as action
    from scoped_events e
    join event_persons p on p.ordinal = e.ordinal
    where e.kind = 'email' and e.view_id is not null and e.action is not null
),
mails_of_persons as (
    select distinct person, view_id, action from email_showings
),
mails_of_visitors as (
    -- where somebody else signs in on the visitor while the mail is open
    select distinct visitor, view_id, action from email_showings where visitor <> ''
),
web_events as (
    select e.visitor as visitor, e.ts as ts, e.ordinal as ordinal
    from scoped_events e
    join event_persons p on p.ordinal = e.ordinal
    left join mails_of_persons m on m.person = p.person and m.view_id = e.view_id and m.action = e.action
    left join mails_of_visitors d on d.visitor = e.visitor and d.view_id = e.view_id and d.action = e.action
    where e.visitor <> '' and e.view_id is not null and m.view_id is null and d.view_id is null
),
preceded_events as (
    select
        visitor, ts, ordinal,
        lag(ts, 1, 0) over (partition by visitor order by ordinal) as preceding_ts
    from web_events
),
begun_sessions as (
    select
        visitor, ordinal, ts,
        max(case when ts - preceding_ts > :session_gap_ms then ts end) over (
            partition by visitor order by ordinal rows between unbounded preceding and current row
        ) as started_at
    from preceded_events
)
select ordinal, visitor, ts, started_at from begun_sessions

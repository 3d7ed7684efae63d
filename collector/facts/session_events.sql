-- One row: one web event and the session it is part of, named by its visitor and its start.
-- A gap over 30 minutes starts a new session; opening an e-mail is no visit.
with
email_showings as (
    select distinct view_id, action
    from scoped_events
    where kind = 'email' and view_id is not null and action is not null
),
web_events as (
    select e.seq as seq, e.visitor as visitor, e.ts as ts, e.id as id, e.trust as trust
    from scoped_events e
    left join email_showings m on m.view_id = e.view_id and m.action = e.action
    where e.visitor <> '' and e.view_id is not null and m.view_id is null
),
preceded_events as (
    select
        seq, visitor, ts, id, trust,
        lag(ts, 1, 0) over (partition by visitor order by ts, id, trust) as preceding_ts
    from web_events
),
numbered_events as (
    select
        seq, visitor, ts,
        sum(case when ts - preceding_ts > 1800000 then 1 else 0 end) over (
            partition by visitor order by ts, id, trust rows between unbounded preceding and current row
        ) as nth_session
    from preceded_events
)
select
    seq, visitor, ts,
    min(ts) over (partition by visitor, nth_session) as started_at
from numbered_events

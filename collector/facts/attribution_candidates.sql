-- One row: one action that may be credited for one conversion: the same person saw it at or before the conversion and
-- within the window (:window_ms). Ghosts are never credited. What stood on the page that reported the conversion counts only
-- if it was interacted with before.
with
deliveries as (
    select person, visitor, view_id, action, executed_at, delivered_at, interacted_at, bot
    from scoped_impressions
    where delivered_at is not null and ghost = 0
),
seen_before as (
    select
        c.person as person, c.event_id as event_id, c.trust as trust, c.goal as goal, c.ts as ts, c.bot as bot,
        d.action as action,
        min(d.delivered_at) as first_delivered_at,
        max(d.delivered_at) as last_delivered_at,
        max(d.executed_at) as last_executed_at
    from scoped_conversions c
    join deliveries d on d.person = c.person
    where d.delivered_at <= c.ts and d.delivered_at >= c.ts - :window_ms and d.bot <= c.bot
        and (
            c.confirmation_view is null or d.view_id <> c.confirmation_view or d.visitor <> c.confirmation_visitor
            or d.interacted_at <= c.ts
        )
    group by c.person, c.event_id, c.trust, c.goal, c.ts, c.bot, d.action
),
clicked_before as (
    select s.event_id as event_id, s.trust as trust, s.action as action, max(e.ts) as last_clicked_at
    from seen_before s
    join scoped_engagements e on e.person = s.person and e.action = s.action
    where e.type = 'click' and e.variation <> 'control' and e.bot <= s.bot
        and e.ts <= s.ts and e.ts >= s.ts - :window_ms
    group by s.event_id, s.trust, s.action
)
select
    :site as site,
    s.person as person,
    s.event_id as event_id,
    s.trust as trust,
    s.action as action,
    s.goal as goal,
    s.ts as ts,
    s.first_delivered_at as first_delivered_at,
    s.last_delivered_at as last_delivered_at,
    c.last_clicked_at as last_clicked_at,
    s.last_executed_at as last_executed_at
from seen_before s
left join clicked_before c on c.event_id = s.event_id and c.trust = s.trust and c.action = s.action

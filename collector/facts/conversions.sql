-- One row: one conversion: an order (worth its net revenue) or another goal (worth the value sent, null if there was none). A
-- goal that the public key reported to be worth more than :max_public_micros is excluded, and so is one whose value has no rate;
-- `claimed_micros` is the value sent.
-- `confirmation_view` is the view it was reported from if that had begun less than 10 seconds before: what stands on such a
-- page did not cause the conversion.
with
reported_goals as (
    select
        g.*,
        case when g.trust = 0 and g.value_micros > :max_public_micros then g.value_micros end as claimed_micros
    from sessionized_events g
    where g.type = 'goal' and g.person <> ''
),
plain_conversions as (
    select
        o.person as person, o.event_id as event_id, o.trust as trust, 'purchase' as goal, o.ts as ts,
        o.local_day as local_day, o.order_key as order_key, o.net_micros as value_micros, o.excluded as excluded,
        o.session_visitor as session_visitor, o.session_started_at as session_started_at,
        p.view_visitor as view_visitor, p.view_id as view_id, o.bot as bot,
        o.claimed_micros as claimed_micros
    from scoped_orders o
    join uncancelled_orders p on p.order_key = o.order_key
    union all
    select
        person, id as event_id, trust, name as goal, ts, local_day, null as order_key,
        case when claimed_micros is null then value_micros end as value_micros,
        case when claimed_micros is not null then 1 when amount_micros is null then 0 else excluded end as excluded,
        session_visitor, session_started_at, visitor as view_visitor, view_id, bot, claimed_micros
    from reported_goals
)
select
    :site as site,
    c.person as person,
    c.event_id as event_id,
    c.trust as trust,
    c.goal as goal,
    c.ts as ts,
    c.local_day as local_day,
    c.order_key as order_key,
    c.value_micros as value_micros,
    c.excluded as excluded,
    c.session_visitor as session_visitor,
    c.session_started_at as session_started_at,
    case when c.ts - v.ts < :confirmation_ms then c.view_visitor end as confirmation_visitor,
    case when c.ts - v.ts < :confirmation_ms then c.view_id end as confirmation_view,
    c.bot as bot,
    c.claimed_micros as claimed_micros
from plain_conversions c
left join view_begins v on v.visitor = c.view_visitor and v.view_id = c.view_id

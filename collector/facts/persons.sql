-- One row: one person, with what is known of them so far. What came first of orders is of those that have money, and of
-- deliveries a ghost too; bots' are none.
with
person_events as (
    select
        person,
        min(ts) as first_seen,
        max(ts) as last_seen,
        count(*) as events,
        min(bot) as bot
    from sessionized_events
    where person <> ''
    group by person
),
person_orders as (
    select person, count(*) as orders, sum(net_micros) as net_micros
    from scoped_orders
    where excluded = 0
    group by person
),
person_first_orders as (
    select
        person, ts, session_visitor, session_started_at,
        row_number() over (partition by person order by ts, order_key) as nth
    from scoped_orders
    where excluded = 0 and bot = 0
),
person_first_deliveries as (
    select
        i.person as person, i.delivered_at as delivered_at, i.action as action, i.ghost as ghost,
        i.session_visitor as session_visitor, i.session_started_at as session_started_at,
        row_number() over (
            partition by i.person order by i.delivered_at, i.executed_at, i.visitor, i.view_id, i.action, i.variation
        ) as nth
    from scoped_impressions i
    where i.delivered_at is not null and i.bot = 0
)
select
    :site as site,
    e.person as person,
    case when substr(e.person, 1, 2) = 'u:' then substr(e.person, 3) end as user_id,
    e.first_seen as first_seen,
    e.last_seen as last_seen,
    e.events as events,
    coalesce(o.orders, 0) as orders,
    coalesce(o.net_micros, 0) as net_micros,
    e.bot as bot,
    f.ts as first_order_at,
    f.session_visitor as first_order_visitor,
    f.session_started_at as first_order_session,
    d.delivered_at as first_delivered_at,
    d.action as first_delivered_action,
    d.ghost as first_delivered_ghost,
    d.session_visitor as first_delivered_visitor,
    d.session_started_at as first_delivered_session
from person_events e
left join person_orders o on o.person = e.person
left join person_first_orders f on f.person = e.person and f.nth = 1
left join person_first_deliveries d on d.person = e.person and d.nth = 1

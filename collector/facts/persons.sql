-- One row: one person, with what is known of them so far.
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
    e.bot as bot
from person_events e
left join person_orders o on o.person = e.person

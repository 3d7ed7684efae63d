-- One row: one event and the person it belongs to.
-- An event belongs to the user it names, else to the user last named on its visitor, else to the user named
-- next (unless more than ten users share the visitor), else to the visitor itself.
with
users_per_visitor as (
    select visitor, count(distinct user_id) as users
    from scoped_events
    where visitor <> ''
    group by visitor
),
visitor_events as (
    select
        e.ordinal as ordinal, e.visitor as visitor, e.user_id as user_id, u.users as users,
        count(e.user_id) over (
            partition by e.visitor order by e.ordinal rows between unbounded preceding and current row
        ) as users_named
    from users_per_visitor u
    join scoped_events e on e.visitor = u.visitor
    where u.users > 0
),
named_users as (
    select visitor, users_named, max(user_id) as user_id
    from visitor_events
    where users_named > 0
    group by visitor, users_named
),
known_users as (
    select
        e.ordinal as ordinal,
        case
            when n.user_id is not null then 'u:' || n.user_id
            when f.user_id is not null and e.users <= 10 then 'u:' || f.user_id
            else 'v:' || e.visitor
        end as person
    from visitor_events e
    left join named_users n on n.visitor = e.visitor and n.users_named = e.users_named
    left join named_users f on f.visitor = e.visitor and f.users_named = 1
)
select ordinal, person from known_users
union all
select e.ordinal as ordinal, 'v:' || e.visitor as person
from users_per_visitor u
join scoped_events e on e.visitor = u.visitor
where u.users = 0
union all
select ordinal, 'u:' || user_id as person from scoped_events where visitor = '' and user_id is not null

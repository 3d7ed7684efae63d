-- One row: one event and the person it belongs to.
-- An event belongs to the user it names, else to the user last named on its visitor, else to the user named
-- next (unless more than ten users share the visitor), else to the visitor itself. Neither a shared account nor a user of a
-- shared device is meant by the second and third rule. An order that only a server reported, for a user, names that user on the browser that reported it too.
with
naming_events as (
    select e.visitor as visitor, e.ordinal as ordinal, e.user_id as own_user_id,
        case when a.user_id is null and coalesce(d.by_users, 0) = 0 then e.user_id end as user_id, 1 as own
    from scoped_events e
    left join scope_shared_accounts a on a.user_id = e.user_id
    left join scope_shared_devices d on d.visitor = e.visitor
    where e.visitor <> ''
    union all
    select c.browser_visitor as visitor, e.ordinal as ordinal, e.user_id as own_user_id,
        case when a.user_id is null and d.visitor is null then e.user_id end as user_id, 0 as own
    from canonical_purchases c
    join scoped_events e on e.ordinal = c.ordinal
    left join scope_shared_accounts a on a.user_id = e.user_id
    left join scope_shared_devices d on d.visitor = c.browser_visitor
    where c.browser_visitor is not null
),
users_per_visitor as (
    select visitor, count(distinct own_user_id) as users
    from naming_events
    group by visitor
),
visitor_events as (
    select
        e.ordinal as ordinal, e.visitor as visitor, e.user_id as user_id, e.own_user_id as own_user_id, e.own as own,
        u.users as users,
        count(e.user_id) over (
            partition by e.visitor order by e.ordinal rows between unbounded preceding and current row
        ) as users_named
    from users_per_visitor u
    join naming_events e on e.visitor = u.visitor
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
            when e.own_user_id is not null then 'u:' || e.own_user_id
            when n.user_id is not null then 'u:' || n.user_id
            when f.user_id is not null and e.users <= 10 then 'u:' || f.user_id
            else 'v:' || e.visitor
        end as person
    from visitor_events e
    left join named_users n on n.visitor = e.visitor and n.users_named = e.users_named
    left join named_users f on f.visitor = e.visitor and f.users_named = 1
    where e.own = 1
)
select ordinal, person from known_users
union all
select e.ordinal as ordinal, 'v:' || e.visitor as person
from users_per_visitor u
join scoped_events e on e.visitor = u.visitor
where u.users = 0
union all
select ordinal, 'u:' || user_id as person from scoped_events where visitor = '' and user_id is not null

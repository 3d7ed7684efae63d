-- One row: one event and the person it belongs to.
-- An event belongs to the user it names, else to the user last named on its visitor, else to the user named
-- next (unless more than ten users share the visitor), else to the visitor itself.
with
visitor_events as (
    select
        seq, visitor, user_id,
        count(user_id) over (
            partition by visitor order by ts, id, trust rows between unbounded preceding and current row
        ) as users_named
    from scoped_events
    where visitor <> ''
),
named_users as (
    select visitor, users_named, max(user_id) as user_id
    from visitor_events
    where users_named > 0
    group by visitor, users_named
),
users_per_visitor as (
    select visitor, count(distinct user_id) as users
    from visitor_events
    group by visitor
),
visitor_event_persons as (
    select
        e.seq as seq,
        case
            when n.user_id is not null then 'u:' || n.user_id
            when f.user_id is not null and u.users <= 10 then 'u:' || f.user_id
            else 'v:' || e.visitor
        end as person
    from visitor_events e
    join users_per_visitor u on u.visitor = e.visitor
    left join named_users n on n.visitor = e.visitor and n.users_named = e.users_named
    left join named_users f on f.visitor = e.visitor and f.users_named = 1
)
select seq, person from visitor_event_persons
union all
select seq, 'u:' || user_id as person from scoped_events where visitor = '' and user_id is not null

-- One row: one event of the named users, or of the named visitors; of the latter, where owners are named, only events
-- that belong to these or to nobody: the visitor may be a device that others use too. What was done on a device before
-- anybody logged in belongs to who logged in first, unless more than ten users share it.
insert or ignore into doomed (seq, page, context, order_id)
with
named_visitors as (
    select value as visitor from json_each(:visitors)
),
named_users as (
    select value as user_id from json_each(:user_ids)
),
named_owners as (
    select value as user_id from json_each(:owners)
),
users_of_visitors as (
    select v.visitor, count(distinct e.user_id) as users
    from named_visitors v
    cross join events e on e.site = :site and e.visitor = v.visitor
    group by v.visitor
),
logged_in_runs as (
    select
        e.seq,
        e.visitor,
        e.user_id,
        max(case when u.users > 10 then 0 else 1 end, count(e.user_id) over (
            partition by e.visitor order by e.ts, e.id, e.trust rows unbounded preceding
        )) as run
    from users_of_visitors u
    cross join events e on e.site = :site and e.visitor = u.visitor
),
owned_events as (
    select seq, max(user_id) over (partition by visitor, run) as owner from logged_in_runs
),
chosen_events as (
    select seq
    from owned_events
    where owner is null
        or owner in (select user_id from named_owners)
        or not exists (select 1 from named_owners)
    union
    select e.seq
    from named_users u
    cross join events e on e.site = :site and e.user_id = u.user_id
)
select e.seq, e.page, e.context, e.order_id
from chosen_events c
join events e on e.seq = c.seq
where (e.seq <= :seq or e.received_at <= :until)

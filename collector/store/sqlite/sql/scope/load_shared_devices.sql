-- One row: one visitor of the scope that names more than :max_tied users (`by_users`), or has more than :max_orders orders.
insert into scope_shared_devices
with
visitors as (
    select distinct visitor from scoped_events where visitor <> ''
),
counted_visitors as (
    select
        v.visitor as visitor,
        (
            select count(*) from (
                select 1 from links l
                where l.site = :site and l.from_name = 'v:' || v.visitor and l.to_name >= 'u:' and l.to_name < 'u;'
                limit :max_tied + 1
            )
        ) as users,
        (
            select count(*) from (
                select 1 from links l
                where l.site = :site and l.from_name = 'v:' || v.visitor and l.to_name >= 'o:' and l.to_name < 'o;'
                limit :max_orders + 1
            )
        ) as orders
    from visitors v
)
select visitor, case when users > :max_tied then 1 else 0 end as by_users
from counted_visitors
where users > :max_tied or orders > :max_orders

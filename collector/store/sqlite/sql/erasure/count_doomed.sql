-- One row: how many events are doomed, of how many visitors, users and orders, and of how many persons as facts have them.
select
    count(*) as events,
    count(distinct e.visitor) as visitors,
    count(distinct e.user_id) as users,
    (
        select count(*)
        from persons p
        where p.site = :site and p.person in (
            select 'u:' || x.user_id
            from doomed y
            join events x on x.seq = y.seq
            union
            select 'v:' || x.visitor
            from doomed y
            join events x on x.seq = y.seq
        )
    ) as persons,
    count(distinct case when e.type = 'purchase' then coalesce(e.order_id, e.id) end) as orders
from doomed d
join events e on e.seq = d.seq

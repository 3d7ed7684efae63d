-- One row: how many visitors a user, or how many users a visitor, had been named with up to an event; and how many orders a
-- visitor had. Each is counted to one more than its limit.
select
    (
        select count(*) from (
            select distinct visitor from events
            where site = :site and user_id = :user_id and visitor is not null and seq <= :upto
            limit :max_tied + 1
        )
    ) as visitors,
    (
        select count(*) from (
            select distinct user_id from events
            where site = :site and visitor = :visitor and user_id is not null and seq <= :upto
            limit :max_tied + 1
        )
    ) as users,
    (
        select count(*) from (
            select distinct order_id from events
            where site = :site and visitor = :visitor and order_id is not null and seq <= :upto
            limit :max_orders + 1
        )
    ) as orders

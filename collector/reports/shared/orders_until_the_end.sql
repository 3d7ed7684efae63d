counted_orders as (
    -- every order of the site until the end of the period
    select person, null as by_value, local_day, net_micros
    from orders
    where site = :site and bot = 0 and excluded = 0 and ts < :until_ts
)

-- One row: the orders of the period: how many, how many that several reports disagree on, and one of them.
select
    count(*) as orders,
    coalesce(sum(case when conflicts > 0 then 1 else 0 end), 0) as conflicting,
    max(case when conflicts > 0 then order_id end) as example
from orders
where site = :site and bot = 0 and ts >= :from_ts and ts < :until_ts

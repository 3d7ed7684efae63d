-- One row: the orders of the period in one currency: how many, without a rate, and sent more than once.
select
    currency,
    count(*) as orders,
    sum(case when claimed_micros is null then excluded else 0 end) as excluded,
    sum(case when duplicates > 0 then 1 else 0 end) as repeated,
    max(case when duplicates > 0 then order_id end) as example
from orders
where site = :site and bot = 0 and ts >= :from_ts and ts < :until_ts
group by currency
order by currency

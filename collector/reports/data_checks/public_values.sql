-- One row: the orders, or the reports of one goal, that claimed with the public key alone to be worth more than is believed:
-- how many, the largest value, and one of them.
select
    goal,
    count(*) as conversions,
    max(claimed_micros) as largest_micros,
    max(case when order_key is null then person else order_key end) as example
from conversions
where site = :site and bot = 0 and ts >= :from_ts and ts < :until_ts and claimed_micros is not null
group by goal
order by conversions desc, goal
limit 5

-- One row: one category of what was bought in the period, and its net revenue.
select category, sum(net_micros) as revenue_micros
from order_lines
where site = :site and bot = 0 and excluded = 0 and ts >= :from_ts and ts < :until_ts
group by category
order by case when category is null then 0 else 1 end, category

-- One row: the refunds of the period that took back less than they name, for one reason: how many, their money, and an order.
select why, count(*) as refunds, coalesce(sum(lost_micros), 0) as lost_micros, max(order_id) as example
from unmatched_refunds
where site = :site and ts >= :from_ts and ts < :until_ts
group by why
order by why

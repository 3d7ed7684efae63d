-- One row: what was refunded in the period, whenever it was bought.
select coalesce(sum(refunded_micros), 0) as refunded_micros
from refunds
where site = :site and bot = 0 and ts >= :from_ts and ts < :until_ts

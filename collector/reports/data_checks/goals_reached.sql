-- One row: one goal that was reached in the period.
select distinct goal from conversions where site = :site and ts >= :from_ts and ts < :until_ts

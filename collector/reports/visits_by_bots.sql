-- One row: how many sessions of the period were left out because a bot made them.
select count(*) as sessions
from sessions
where site = :site and bot = 1 and started_at >= :from_ts and started_at < :until_ts

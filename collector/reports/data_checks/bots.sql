-- One row: the sessions of the period, and how many a bot made.
select count(*) as sessions, coalesce(sum(bot), 0) as bots
from sessions
where site = :site and started_at >= :from_ts and started_at < :until_ts

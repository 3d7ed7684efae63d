-- One row: one action of the campaign of the query, placed in the period or within the window before it.
select distinct action
from impressions
where site = :site and bot = 0 and campaign = :campaign
    and executed_at >= :from_ts - :window_ms and executed_at < :until_ts

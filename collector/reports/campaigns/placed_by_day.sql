{% import "shared/macros.sql" as query with context %}
-- One row: one action in the period under one campaign that its events name, or none: what became of it.
-- As placed.sql, for all that happened: read from one index. The days are one wider than the period, whose moments decide.
with
day_counts as (
    select
        action, campaign, ghost, state,
        count(*) as impressions,
        sum(case when clicks > 0 then 1 else 0 end) as clicks
    from impressions
    where site = :site and bot = 0
        and local_day >= :from_day - 86400000 and local_day <= :until_day + 86400000
        and executed_at >= :from_ts and executed_at < :until_ts
        {{ query.filter("action", "action") }}
    group by local_day, action, ghost, state, campaign
)
select
    action,
    campaign,
    sum(case when ghost = 0 then impressions else 0 end) as executed,
    sum(case when ghost = 0 and state = 'delivered' then impressions else 0 end) as delivered,
    sum(case when ghost = 0 and state = 'delivered' then clicks else 0 end) as clicks
from day_counts
group by action, campaign
order by action, case when campaign is null then 0 else 1 end, campaign

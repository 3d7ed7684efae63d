-- One row: the impressions of the period: how many, how many of them are known only from what was done in them or from a
-- delivery, and a view of each kind to look at.
with
judged as (
    select
        visitor, view_id, placed, interacted,
        case when placed = 0 and interacted = 1 then 1 else 0 end as only_done,
        case when placed = 0 and interacted = 0 and state = 'delivered' then 1 else 0 end as only_delivered
    from impressions
    where site = :site and bot = 0 and executed_at >= :from_ts and executed_at < :until_ts
)
select
    count(*) as impressions,
    coalesce(sum(only_done), 0) as only_done,
    coalesce(sum(only_delivered), 0) as only_delivered,
    max(case when only_done = 1 then visitor end) as done_by,
    max(case when only_delivered = 1 then visitor end) as delivered_to
from judged

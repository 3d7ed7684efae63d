-- One row: how many subscription ids several persons have running at the end of the period, what all of them bring, and one of them.
with
shared_ids as (
    select subscription_id, sum(mrr_micros) as mrr_micros
    from subscription_changes
    where site = :site and local_day <= :until_day and (next_day is null or next_day > :until_day) and running = 1
    group by subscription_id
    having count(distinct person) > 1
)
select count(*) as subscriptions, coalesce(sum(mrr_micros), 0) as mrr_micros, max(subscription_id) as example
from shared_ids

-- One row: the events of the period that contradict earlier ones of their subscription, for one reason and in one currency
-- (null: the site's): how many, what they set aside, and a subscription.
select why, currency, count(*) as events, coalesce(sum(micros), 0) as micros, max(subscription_id) as example
from contradicted_subscriptions
where site = :site and ts >= :from_ts and ts < :until_ts
group by why, currency
order by why, case when currency is null then 0 else 1 end, currency

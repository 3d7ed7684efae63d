-- One row: how many subscriptions run at the end of the period without a known amount, or in a currency without a rate.
select count(*) as subscriptions
from subscription_changes
where site = :site and local_day <= :until_day and (next_day is null or next_day > :until_day) and excluded = 1

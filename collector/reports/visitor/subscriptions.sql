-- One row: one day on which a subscription of the person was another at its end than the day before, in their order.
select subscription_id, local_day, running_before, running, plan, mrr_micros, excluded
from subscription_changes
where site = :site and person = :person
order by subscription_id, local_day

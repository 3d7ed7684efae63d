-- One row: when the first subscription changed; null where there is none.
select min(ts) as first_ts
from subscription_changes
where site = :site

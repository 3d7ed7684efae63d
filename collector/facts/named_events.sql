-- One row: one name of a site and how many events are counted under it: a visitor's, a user's without a visitor, an
-- order's without either.
select 'v:' || visitor as name, count(*) as events
from events where site = :site and visitor is not null group by visitor
union all
select 'u:' || user_id as name, count(*) as events
from events where site = :site and visitor is null and user_id is not null group by user_id
union all
select 'o:' || order_id as name, count(*) as events
from events where site = :site and visitor is null and user_id is null and order_id is not null group by order_id

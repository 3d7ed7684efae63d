-- One row: one order of doomed events.
select distinct order_id
from doomed
where order_id is not null

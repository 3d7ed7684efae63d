-- One row: one rejected event as it was sent.
select event
from rejected_events
where site = :site

-- One row: one rejected event of a site, newest first.
select
    rejection,
    received_at,
    id,
    event,
    errors
from rejected_events
where site = :site
order by received_at desc, rejection desc
limit :limit

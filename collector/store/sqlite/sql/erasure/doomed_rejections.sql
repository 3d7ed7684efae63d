-- One row: one rejected event that names one of the visitors and users, whatever it is like.
select rejection
from rejected_events
where site = :site
    and (rejection <= :rejection or received_at <= :until)
    and mentions_them(event)

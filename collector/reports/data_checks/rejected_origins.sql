-- One row: one origin of pages that sent with the public key and are not listed, in the last days.
select
    origin,
    requests,
    last_at
from rejected_origins
where site = :site and last_at >= :since
order by requests desc, origin

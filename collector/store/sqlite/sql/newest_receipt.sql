-- One row: when the newest events came in, by the clock that the server had then; 0 if there are none.
select coalesce(max(received_at), 0) as received_at
from (select received_at from events order by seq desc limit 1000) newest

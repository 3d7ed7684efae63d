-- One row, or none: when the event that was stored last came in.
select received_at
from events
order by seq desc
limit 1

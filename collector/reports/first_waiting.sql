-- One row: when the first event that facts do not know of yet was received.
select received_at
from events
where seq > :facts_seq
order by seq
limit 1

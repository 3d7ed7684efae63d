-- One row: the numbers of all events stored after one, as a JSON array.
select json_group_array(seq)
from events
where seq > :before

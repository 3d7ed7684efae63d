-- One row: one view and when its earliest event happened.
select visitor, view_id, min(ts) as ts
from scoped_events
where view_id is not null and visitor <> ''
group by visitor, view_id

-- One row: one session with its last web event.
select visitor, started_at, max(ts) as ended_at
from session_events
group by visitor, started_at

-- One row, if this session was ended.
select session_hash
from ended_sessions
where session_hash = :session_hash

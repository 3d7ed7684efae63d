-- Sessions that people ended by signing out, so that copies of their cookies are of no use.

-- One row: a session (the hash of its random id) that was ended, and when it would have ended by itself (epoch ms).
create table ended_sessions (
    session_hash text primary key,
    until integer not null
) strict, without rowid;

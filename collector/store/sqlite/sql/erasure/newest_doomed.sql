-- One row: when the latest of the doomed events happened.
select coalesce(max(e.ts), 0) as ts
from doomed d
join events e on e.seq = d.seq

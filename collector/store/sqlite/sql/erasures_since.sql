-- One row: one erasure after the one of a number, as the log has it.
select rowid as number, entry
from erasures
where rowid > :number
order by rowid

-- One row: the newest run of events of an import that is still stored.
select first_seq, last_seq
from imported_ranges
where import = :import
order by first_seq desc
limit 1

-- One row: the number of the latest erasure, 0 if there was none.
select coalesce(max(rowid), 0) as number from erasures

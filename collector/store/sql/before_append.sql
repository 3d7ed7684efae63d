-- One row: the last number given to an event, and the latest erasure's place.
select
    coalesce((select seq from sqlite_sequence where name = 'events'), 0) as before,
    coalesce((select max(rowid) from erasures), 0) as erasures

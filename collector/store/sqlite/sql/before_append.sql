-- One row: the last number given to an event, the number of the last erasure, and how often events were taken back.
select
    coalesce((select seq from sqlite_sequence where name = 'events'), 0) as before,
    coalesce((select max(rowid) from erasures), 0) as erasure,
    coalesce((select sum(removals) from imports), 0) as removals

-- One row: the last number given to an event, and a number that changes whenever events are erased or taken back.
select
    coalesce((select seq from sqlite_sequence where name = 'events'), 0) as before,
    coalesce((select max(rowid) from erasures), 0) + coalesce((select sum(removals) from imports), 0) as removals

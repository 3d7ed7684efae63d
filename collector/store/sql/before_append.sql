-- One row: the last number given to an event, and how many erasures there have been.
select
    coalesce((select seq from sqlite_sequence where name = 'events'), 0) as before,
    (select count(*) from erasures) as erasures

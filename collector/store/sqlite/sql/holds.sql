-- One row: what a store holds: sites, events, when the newest event was received, erasures.
select
    (select count(*) from sites) as sites,
    (select count(*) from events) as events,
    (select received_at from events order by seq desc limit 1) as newest,
    (select count(*) from erasures) as erasures

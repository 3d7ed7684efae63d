-- One row: one import of a site with the number of its events that are still stored, the newest first.
select
    i.import,
    i.label,
    i.file,
    i.started_at,
    i.undone_at,
    (
        select count(*)
        from imported_ranges r
        join events e on e.seq between r.first_seq and r.last_seq
        where r.import = i.import
    ) as events
from imports i
where i.site = :site
order by i.import desc

-- One row: the label of the import that brought an event.
select i.label
from imported_ranges r
join imports i on i.import = r.import
where :seq between r.first_seq and r.last_seq

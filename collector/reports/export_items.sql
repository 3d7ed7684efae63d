-- One row: one item of an event of a site, between two places in the order of storing, both included.
select i.*
from event_items i
join events e on e.seq = i.seq
where e.site = :site and i.seq >= :first and i.seq <= :last
order by i.seq, i.line

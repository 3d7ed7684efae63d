-- One row: one user of a site whom more than fifty visitors name.
select from_name as name
from links
where site = :site and from_name >= 'u:' and from_name < 'u;' and to_name >= 'v:' and to_name < 'v;'
group by from_name
having count(*) > 50
order by from_name

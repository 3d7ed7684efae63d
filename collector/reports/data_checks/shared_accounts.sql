-- One row: one user whom more than fifty visitors name, and how many do.
select from_name as name, count(*) as visitors
from links
where site = :site and from_name >= 'u:' and from_name < 'u;' and to_name >= 'v:' and to_name < 'v;'
group by from_name
having count(*) > :max_tied
order by visitors desc, name
limit 5

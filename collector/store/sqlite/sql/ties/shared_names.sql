-- One row: one name of a site that ties nobody: a user whom more than :max_tied visitors name (a shared account), or a visitor
-- that names more than :max_tied users (a shared device).
select from_name as name
from links
where site = :site and from_name >= 'u:' and from_name < 'u;' and to_name >= 'v:' and to_name < 'v;'
group by from_name
having count(*) > :max_tied
union all
select from_name as name
from links
where site = :site and from_name >= 'v:' and from_name < 'v;' and to_name >= 'u:' and to_name < 'u;'
group by from_name
having count(*) > :max_tied
order by name

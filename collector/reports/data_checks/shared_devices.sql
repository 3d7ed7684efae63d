-- One row: one visitor that ties nobody together, since it names more than :max_tied users or more than :max_orders orders,
-- and how many.
select from_name as name, 'users' as kind, count(*) as names
from links
where site = :site and from_name >= 'v:' and from_name < 'v;' and to_name >= 'u:' and to_name < 'u;'
group by from_name
having count(*) > :max_tied
union all
select from_name as name, 'orders' as kind, count(*) as names
from links
where site = :site and from_name >= 'v:' and from_name < 'v;' and to_name >= 'o:' and to_name < 'o;'
group by from_name
having count(*) > :max_orders
order by names desc, name, kind
limit 5

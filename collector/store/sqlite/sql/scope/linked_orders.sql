-- One row: one order that a visitor or user of the scope named: its other reports say which of them stands.
insert or ignore into scope_orders
select substr(l.to_name, 3)
from (
    select 'v:' || visitor as name from scope_visitors
    union all
    select 'u:' || user_id as name from scope_users
) n
cross join links l on l.site = :site and l.from_name = n.name
where l.to_name >= 'o:' and l.to_name < 'o;'

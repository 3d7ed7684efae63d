-- One row: one name whose facts are computed again soon: it was tied to an erased name, or events still bear it.
insert or ignore into facts_due (site, name)
with
touched_names as (
    select value as name from json_each(:names)
    union
    select 'u:' || value as name from json_each(:owners)
)
select :site, value from json_each(:tied)
union
select :site, n.name
from touched_names n
where exists (
    select 1 from events e where e.site = :site and substr(n.name, 1, 2) = 'v:' and e.visitor = substr(n.name, 3)
) or exists (
    select 1 from events e where e.site = :site and substr(n.name, 1, 2) = 'u:' and e.user_id = substr(n.name, 3)
) or exists (
    select 1 from events e where e.site = :site and substr(n.name, 1, 2) = 'o:' and e.order_id = substr(n.name, 3)
)

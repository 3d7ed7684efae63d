-- One row: one of the named visitors on which somebody else is known, whose events stay.
select distinct e.visitor
from json_each(:visitors) v
cross join events e on e.site = :site and e.visitor = v.value
where e.user_id is not null and e.seq not in (select seq from doomed)

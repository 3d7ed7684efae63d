-- One row: one of the visitors and users of the list :names, a JSON array, whose own events all came with the public key.
select n.value
from json_each(:names) n
where not exists (
    select 1 from events e
    where e.site = :site and e.visitor = substr(n.value, 3) and n.value >= 'v:' and e.trust > 0
) and not exists (
    select 1 from events e
    where e.site = :site and e.user_id = substr(n.value, 3) and n.value < 'v:' and e.visitor is null and e.trust > 0
)

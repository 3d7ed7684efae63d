-- One row: one of the visitors of the list :names, a JSON array, whose own events all came with the public key.
select n.value
from json_each(:names) n
where n.value >= 'v:' and not exists (
    select 1 from events e
    where e.site = :site and e.visitor = substr(n.value, 3) and e.trust > 0
)

-- One row: one id, of those named, that an event of this site already has.
select value
from json_each(:ids)
where exists (
    select 1 from events e where e.site = :site and e.trust = :trust and e.id = value
)

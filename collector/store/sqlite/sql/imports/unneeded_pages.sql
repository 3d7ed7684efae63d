-- One row: one page of those named that no event points at.
select value
from json_each(:pages)
where value not in (
    select page from events where page in (select value from json_each(:pages))
)

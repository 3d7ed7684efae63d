-- One row: one context of those named that no event points at.
select value
from json_each(:contexts)
where value not in (
    select context from events where context in (select value from json_each(:contexts))
)

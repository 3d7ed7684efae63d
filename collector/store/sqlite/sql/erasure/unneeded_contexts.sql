-- One row: one context of doomed events that no other event points at.
select distinct context
from doomed
where context not in (
    select context
    from events
    where context in (select context from doomed) and seq not in (select seq from doomed)
)

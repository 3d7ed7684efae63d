-- One row: one rejected event with its reasons.
insert into rejected_events (site, received_at, id, event, errors)
select
    value ->> 0,
    value ->> 1,
    value ->> 2,
    value ->> 3,
    value ->> 4
from jsonb_each(cast(:rows as text))

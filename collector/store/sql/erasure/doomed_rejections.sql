-- One row: one refused event of the named visitors and users.
select rejection
from rejected_events
where site = :site
    and received_at <= :until
    and json_valid(event)
    and (
        event ->> '$.visitor_id' in (select value from json_each(:visitors))
        or event ->> '$.user_id' in (select value from json_each(:user_ids))
    )

-- One row: whether events of the named visitors and users, or rejected ones, came in since they were looked up.
select exists (
    select 1
    from events
    where seq > :seen and site = :site and (
        visitor in (select value from json_each(:visitors))
        or user_id in (select value from json_each(:user_ids))
        or order_id in (select order_id from doomed)
    )
) or exists (
    select 1 from rejected_events where rejection > :seen_rejection and site = :site and mentions_them(event)
)

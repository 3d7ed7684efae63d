-- One row: the times of the first and the last event of the names in the scope. Looked up for each name by itself, since the
-- first and the last of one name are found at once.
with
spans as (
    select
        (select min(e.ts) from events e where e.site = :site and e.visitor = s.visitor) as first_ts,
        (select max(e.ts) from events e where e.site = :site and e.visitor = s.visitor) as last_ts
    from scope_visitors s
    union all
    select
        (select min(e.ts) from events e where e.site = :site and e.user_id = s.user_id) as first_ts,
        (select max(e.ts) from events e where e.site = :site and e.user_id = s.user_id) as last_ts
    from scope_users s
    union all
    select
        (select min(e.ts) from events e where e.site = :site and e.order_id = s.order_id) as first_ts,
        (select max(e.ts) from events e where e.site = :site and e.order_id = s.order_id) as last_ts
    from scope_orders s
)
select min(first_ts), max(last_ts) from spans

-- Part of a query: from `named_events`, two names that an event ties together, in one direction.
pairs as (
    select site, 'v:' || visitor as one, 'u:' || user_id as other
    from named_events where visitor is not null and user_id is not null
    union
    select site, 'v:' || visitor as one, 'o:' || order_id as other
    from named_events where visitor is not null and order_id is not null
    union
    select site, 'u:' || user_id as one, 'o:' || order_id as other
    from named_events where user_id is not null and order_id is not null
    union
    select site, 'o:' || order_id as one, 'r:' || refund_id as other
    from named_events where order_id is not null and refund_id is not null
)

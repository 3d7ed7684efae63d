-- One row: two names that some event of (:after, :upto] ties together, in one direction.
with
named_events as (
    select distinct site, visitor, user_id, order_id
    from events
    where seq > :after and seq <= :upto
),
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
    select site, 'o:' || order_id as one, 'r:' || json_extract(body, '$.refund_id') as other
    from events
    where seq > :after and seq <= :upto and type = 'refund' and json_extract(body, '$.refund_id') is not null
)
select site, one as from_name, other as to_name from pairs
union
select site, other as from_name, one as to_name from pairs

-- One row: one name that an event of (:after, :upto] bears, with its site.
with
named_events as (
    select distinct site, visitor, user_id, order_id
    from events
    where seq > :after and seq <= :upto
)
select site, 'v:' || visitor as name from named_events where visitor is not null
union
select site, 'u:' || user_id as name from named_events where user_id is not null
union
select site, 'o:' || order_id as name from named_events where order_id is not null

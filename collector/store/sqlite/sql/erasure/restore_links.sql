-- One row: two names, at least one of them given, that some event that is left ties together, in one direction.
insert or ignore into links (site, from_name, to_name)
with
named_events as (
    select e.seq, e.visitor, e.user_id, e.order_id
    from json_each(:names) n
    cross join events e on e.site = :site and e.visitor = substr(n.value, 3)
    where n.value >= 'v:' and n.value < 'v;'
    union
    select e.seq, e.visitor, e.user_id, e.order_id
    from json_each(:names) n
    cross join events e on e.site = :site and e.user_id = substr(n.value, 3)
    where n.value >= 'u:' and n.value < 'u;'
    union
    select e.seq, e.visitor, e.user_id, e.order_id
    from json_each(:names) n
    cross join events e on e.site = :site and e.order_id = substr(n.value, 3)
    where n.value >= 'o:' and n.value < 'o;'
),
pairs as (
    select 'v:' || visitor as one, 'u:' || user_id as other
    from named_events where visitor is not null and user_id is not null
    union
    select 'v:' || visitor as one, 'o:' || order_id as other
    from named_events where visitor is not null and order_id is not null
    union
    select 'u:' || user_id as one, 'o:' || order_id as other
    from named_events where user_id is not null and order_id is not null
    union
    select 'o:' || e.order_id as one, 'r:' || json_extract(e.body, '$.refund_id') as other
    from named_events n
    join events e on e.seq = n.seq
    where e.type = 'refund' and e.order_id is not null and json_extract(e.body, '$.refund_id') is not null
)
select :site, one, other from pairs
union
select :site, other, one from pairs

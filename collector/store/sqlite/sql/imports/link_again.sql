-- One row: one tie between two of these names that some other event still makes, in one direction.
insert or ignore into links (site, from_name, to_name)
with
names as (
    select substr(value, 1, 1) as kind, substr(value, 3) as name from json_each(:names)
),
named_events as (
    select e.visitor, e.user_id, e.order_id
    from names n
    cross join events e on e.site = :site and e.visitor = n.name
    where n.kind = 'v'
    union
    select e.visitor, e.user_id, e.order_id
    from names n
    cross join events e on e.site = :site and e.user_id = n.name
    where n.kind = 'u'
    union
    select e.visitor, e.user_id, e.order_id
    from names n
    cross join events e on e.site = :site and e.order_id = n.name
    where n.kind = 'o'
),
pairs as (
    select 'v:' || visitor as one, 'u:' || user_id as other from named_events
    union
    select 'v:' || visitor as one, 'o:' || order_id as other from named_events
    union
    select 'u:' || user_id as one, 'o:' || order_id as other from named_events
)
select :site, one, other from pairs where one is not null and other is not null
union
select :site, other, one from pairs where one is not null and other is not null

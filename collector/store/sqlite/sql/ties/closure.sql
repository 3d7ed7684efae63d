-- One row: one name that is tied to a seed name through links, the seeds included; :enough of them, all if it is -1. Who stands for a crowd is reached and not
-- followed: a user whom more than :max_tied visitors name, a visitor that names more than :max_tied users. A visitor with more than
-- :max_orders orders is not tied by them, and an order only to the first :max_tied visitors that name it: whoever sends numbers
-- of orders that are not theirs ties none of the buyers together. A visitor that is set aside ties nobody either, and a user
-- nobody by orders; one of whom what strangers said is set aside (p:), nobody by orders that only strangers said were theirs.
-- Of the two ends of a link between a visitor and an order, the visitor's name (v:) is the greater one.
with recursive
reachable (name) as (
    select name from seed_names
    union
    select l.to_name
    from reachable r
    cross join links l on l.site = :site and l.from_name = r.name
    where not exists (
        select 1 from facts_failed f
        where f.site = :site and f.name = r.name and (r.name >= 'v:' or (r.name >= 'u:' and l.to_name < 'p'))
    )
        and (r.name < 'u:' or (
            select count(*) from (
                select 1 from links s
                where s.site = :site and s.from_name = r.name
                    and s.to_name >= case when r.name >= 'v:' then 'u:' else 'v:' end
                    and s.to_name < case when r.name >= 'v:' then 'u;' else 'v;' end
                limit :max_tied + 1
            )
        ) <= :max_tied)
        and (min(r.name, l.to_name) not between 'o:' and 'o;' or max(r.name, l.to_name) not between 'u:' and 'u;' or not exists (
            select 1 from facts_failed f where f.site = :site and f.name = 'p:' || substr(max(r.name, l.to_name), 3)
        ) or exists (
            select 1 from events e
            where e.site = :site and e.order_id = substr(min(r.name, l.to_name), 3)
                and e.user_id = substr(max(r.name, l.to_name), 3) and (e.visitor is not null or e.trust > 0)
        ))
        and (min(r.name, l.to_name) not between 'o:' and 'o;' or max(r.name, l.to_name) < 'v:' or (
            (
                select count(*) from (
                    select 1 from links s
                    where s.site = :site and s.from_name = max(r.name, l.to_name)
                        and s.to_name >= 'o:' and s.to_name < 'o;'
                    limit :max_orders + 1
                )
            ) <= :max_orders and substr(max(r.name, l.to_name), 3) in (
                select visitor from (
                    select e.visitor from events e
                    where e.site = :site and e.order_id = substr(min(r.name, l.to_name), 3) and e.visitor is not null
                    order by e.seq
                    limit :max_tied
                )
            )
        ))
)
select name from reachable limit :enough

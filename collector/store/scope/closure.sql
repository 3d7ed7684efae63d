-- One row: one name that is tied to a seed name through links, the seeds included. Who stands for a crowd is reached and not
-- followed: a user whom more than :most visitors name, a visitor that names more than :most users. A visitor with more than
-- :most_orders orders is not tied by them, and an order only to the first :most visitors that name it: whoever
-- sends numbers of orders that are not theirs ties none of the buyers together. A visitor that is set aside ties nobody either.
with recursive
reachable (name) as (
    select name from seed_names
    union
    select l.to_name
    from reachable r
    cross join links l on l.site = :site and l.from_name = r.name
    where not exists (select 1 from facts_failed f where f.site = :site and f.name = r.name and r.name >= 'v:')
        and case
        when r.name >= 'u:' and r.name < 'u;' then (
            select count(*) from (
                select 1 from links s
                where s.site = :site and s.from_name = r.name and s.to_name >= 'v:' and s.to_name < 'v;'
                limit :most + 1
            )
        ) <= :most
        when r.name >= 'v:' and r.name < 'v;' then (
            select count(*) from (
                select 1 from links s
                where s.site = :site and s.from_name = r.name and s.to_name >= 'u:' and s.to_name < 'u;'
                limit :most + 1
            )
        ) <= :most and (l.to_name < 'o:' or l.to_name >= 'o;' or (
            (
                select count(*) from (
                    select 1 from links s
                    where s.site = :site and s.from_name = r.name and s.to_name >= 'o:' and s.to_name < 'o;'
                    limit :most_orders + 1
                )
            ) <= :most_orders and substr(r.name, 3) in (
                select visitor from (
                    select e.visitor from events e
                    where e.site = :site and e.order_id = substr(l.to_name, 3) and e.visitor is not null
                    order by e.seq
                    limit :most
                )
            )
        ))
        when l.to_name >= 'v:' and l.to_name < 'v;' then (
            (
                select count(*) from (
                    select 1 from links s
                    where s.site = :site and s.from_name = l.to_name and s.to_name >= 'o:' and s.to_name < 'o;'
                    limit :most_orders + 1
                )
            ) <= :most_orders and substr(l.to_name, 3) in (
                select visitor from (
                    select e.visitor from events e
                    where e.site = :site and e.order_id = substr(r.name, 3) and e.visitor is not null
                    order by e.seq
                    limit :most
                )
            )
        )
        else 1
    end
)
select name from reachable

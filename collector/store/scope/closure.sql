-- One row: one name that is tied to a seed name through links, the seeds included. A user whom more than fifty visitors
-- name is a shared account and ties nobody: it is reached and not followed.
with recursive reachable (name) as (
    select name from seed_names
    union
    select l.to_name from reachable r cross join links l on l.site = :site and l.from_name = r.name
    where r.name < 'u:' or r.name >= 'u;' or (
        select count(*) from (
            select 1 from links s
            where s.site = :site and s.from_name = r.name and s.to_name >= 'v:' and s.to_name < 'v;'
            limit 51
        )
    ) <= 50
)
select name from reachable

-- One row: one name that is tied to a seed name through links, the seeds included.
with recursive reachable (name) as (
    select name from seed_names
    union
    select l.to_name from reachable r cross join links l on l.site = :site and l.from_name = r.name
)
select name from reachable

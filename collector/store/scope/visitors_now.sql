-- One row: how many visitors name a user, counted to fifty-one.
select count(*) from (
    select 1 from links
    where site = :site and from_name = :name and to_name >= 'v:' and to_name < 'v;'
    limit 51
)

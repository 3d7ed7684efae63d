-- One row: how many visitors named a user up to an event, counted to fifty-one.
select count(*) from (
    select distinct visitor from events
    where site = :site and user_id = :user_id and visitor is not null and seq <= :upto
    limit 51
)

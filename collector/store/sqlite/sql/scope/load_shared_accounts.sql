-- One row: one user named in the scope whom more than :max_tied visitors name: a shared account.
insert into scope_shared_accounts
select u.user_id
from (select distinct user_id from scoped_events where user_id is not null) u
where (
    select count(*) from (
        select 1 from links l
        where l.site = :site and l.from_name = 'u:' || u.user_id and l.to_name >= 'v:' and l.to_name < 'v;'
        limit :max_tied + 1
    )
) > :max_tied

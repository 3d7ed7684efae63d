-- One row: one name of the scope, how many events are its own (a visitor's, or a user's that name no visitor), and the number
-- of the first.
select 'v:' || s.visitor as name, count(*) as events, min(e.seq) as first_seq
from scope_visitors s
cross join events e on e.site = :site and e.visitor = s.visitor
group by s.visitor
union all
select 'u:' || s.user_id as name, count(*) as events, min(e.seq) as first_seq
from scope_users s
cross join events e on e.site = :site and e.user_id = s.user_id
where e.visitor is null
group by s.user_id

-- One row: one name of the scope, how many events are its own (a visitor's, or a user's that name no visitor), and the number
-- of the first. What strangers sent of a user, with the public key, has a name for itself (p:), unless it is set aside.
select 'v:' || s.visitor as name, count(*) as events, min(e.seq) as first_seq
from scope_visitors s
cross join events e on e.site = :site and e.visitor = s.visitor
group by s.visitor
union all
select case when e.trust > 0 then 'u:' else 'p:' end || s.user_id as name, count(*) as events, min(e.seq) as first_seq
from scope_users s
cross join events e on e.site = :site and e.user_id = s.user_id
where e.visitor is null
    and (e.trust > 0 or not exists (select 1 from facts_failed f where f.site = :site and f.name = 'p:' || s.user_id))
group by s.user_id, e.trust > 0

-- One row: one visitor that the person used, with what is known of the person; the latest used first.
-- The visitor is null for a person known from servers only.
select
    p.person as person,
    p.user_id as user_id,
    p.first_seen as first_seen,
    p.last_seen as last_seen,
    p.orders as orders,
    p.net_micros as net_micros,
    p.bot as bot,
    v.visitor as visitor,
    max(v.until_ts) as used_until
from persons p
left join person_visitors v on v.site = p.site and v.person = p.person
where p.site = :site and p.person = :person
group by p.person, p.user_id, p.first_seen, p.last_seen, p.orders, p.net_micros, p.bot, v.visitor
order by used_until desc, visitor

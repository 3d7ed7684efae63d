-- Part of a query: from `found_persons`, the visitors of each.
select
    f.prefixed as prefixed,
    f.person as person,
    f.user_id as user_id,
    f.first_seen as first_seen,
    f.last_seen as last_seen,
    f.orders as orders,
    f.net_micros as net_micros,
    f.bot as bot,
    v.visitor as visitor,
    max(v.until_ts) as used_until,
    count(distinct s.started_at) as sessions
from found_persons f
left join person_visitors v on v.site = :site and v.person = f.person
left join sessions s on s.site = :site and s.person = f.person and s.visitor = v.visitor
group by
    f.prefixed, f.person, f.user_id, f.first_seen, f.last_seen, f.orders, f.net_micros, f.bot, v.visitor
order by prefixed, last_seen desc, person desc, used_until desc, visitor

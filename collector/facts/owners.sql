-- One row: one name whose own events belong to a person and are conversions, deliveries, or what joins a session: how many
-- they are, and the number of the first. A name's own events are a visitor's, or a user's that name no visitor; what strangers
-- sent of a user, with the public key, has a name for itself.
select
    case when e.visitor <> '' then 'v:' || e.visitor when e.trust > 0 then 'u:' || e.user_id else 'p:' || e.user_id end as name,
    count(*) as events,
    min(e.seq) as first_seq
from event_persons p
join scoped_events e on e.ordinal = p.ordinal
where p.person = :person
group by case when e.visitor <> '' then 'v:' || e.visitor when e.trust > 0 then 'u:' || e.user_id else 'p:' || e.user_id end

-- One row: one event that is no part of a session by itself: sent by a server, or of an e-mail. An order that only a server
-- reported is looked for in the sessions of the browser that reported it too.
select e.ordinal as ordinal, e.ts as ts, coalesce(c.browser_visitor, e.visitor) as visitor, p.person as person
from scoped_events e
join event_persons p on p.ordinal = e.ordinal
left join session_events s on s.ordinal = e.ordinal
left join canonical_purchases c on c.ordinal = e.ordinal
where s.ordinal is null

-- One row: one visitor whose events, or some of them, are a person's.
select distinct p.person as person, e.visitor as visitor
from event_persons p
join scoped_events e on e.ordinal = p.ordinal
where e.visitor <> ''

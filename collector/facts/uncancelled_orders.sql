-- One row: one order that was not cancelled, with the person and the session of its canonical purchase event.
-- `view_visitor` and `view_id` are the view it was reported from; where that report has none, as a server's, the view of the
-- browser's own report.
select
    c.order_key as order_key,
    c.order_id as order_id,
    c.duplicates as duplicates,
    e.ordinal as ordinal,
    e.id as id,
    e.trust as trust,
    e.ts as ts,
    e.local_day as local_day,
    e.person as person,
    coalesce(c.browser_visitor, e.visitor) as visitor,
    s.currency as currency,
    s.excluded as excluded,
    e.session_visitor as session_visitor,
    e.session_started_at as session_started_at,
    v.visitor as view_visitor,
    v.view_id as view_id,
    e.bot as bot,
    s.claimed_micros as claimed_micros
from canonical_purchases c
join settled_orders s on s.order_key = c.order_key and s.cancelled_by is null
join sessionized_events e on e.ordinal = c.ordinal
left join scoped_events v on v.ordinal = c.page_ordinal
where e.person <> ''

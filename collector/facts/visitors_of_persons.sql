-- One row: one visitor whose events, or some of them, are a person's, or in whose browser an order of that person was made.
with
own_visitors as (
    select p.person as person, e.visitor as visitor
    from event_persons p
    join scoped_events e on e.ordinal = p.ordinal
    where e.visitor <> ''
    union all
    select p.person as person, c.browser_visitor as visitor
    from canonical_purchases c
    join event_persons p on p.ordinal = c.ordinal
    where c.browser_visitor is not null
)
select distinct person, visitor from own_visitors

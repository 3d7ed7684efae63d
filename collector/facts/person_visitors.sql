-- One row: an unbroken run of events on one visitor that belong to one person.
with
persons_per_visitor as (
    select visitor, min(person) as person, count(distinct person) as persons
    from sessionized_events
    where visitor <> ''
    group by visitor
),
followed_events as (
    select
        e.visitor as visitor, e.person as person, e.ordinal as ordinal,
        lag(e.person, 1, '') over (partition by e.visitor order by e.ordinal) as preceding_person
    from persons_per_visitor p
    join sessionized_events e on e.visitor = p.visitor
    where p.persons > 1
),
numbered_events as (
    select
        visitor, person, ordinal,
        sum(case when person <> preceding_person then 1 else 0 end) over (
            partition by visitor order by ordinal rows between unbounded preceding and current row
        ) as nth_run
    from followed_events
),
runs as (
    select visitor, person, min(ordinal) as first_ordinal, max(ordinal) as last_ordinal, count(*) as events
    from numbered_events
    group by visitor, person, nth_run
    union all
    select e.visitor as visitor, p.person as person, min(e.ordinal) as first_ordinal, max(e.ordinal) as last_ordinal,
        count(*) as events
    from persons_per_visitor p
    join scoped_events e on e.visitor = p.visitor
    where p.persons = 1
    group by e.visitor, p.person
)
select
    :site as site,
    r.person as person,
    r.visitor as visitor,
    f.ts as from_ts,
    f.id as from_id,
    l.ts as until_ts,
    l.id as until_id,
    r.events as events
from runs r
join scoped_events f on f.ordinal = r.first_ordinal
join scoped_events l on l.ordinal = r.last_ordinal

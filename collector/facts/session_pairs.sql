-- One row: one person whose events of no session, times the sessions each may join, are more than :max_pairs.
with
spans as (
    select visitor, count(*) as sessions from session_spans group by visitor
),
sessions_of_persons as (
    select v.person as person, sum(s.sessions) as sessions
    from visitors_of_persons v
    join spans s on s.visitor = v.visitor
    group by v.person
),
others as (
    select person, visitor, count(*) as events from sessionless_events group by person, visitor
),
pairs as (
    select o.person as person, o.events * s.sessions as pairs
    from others o
    join spans s on s.visitor = o.visitor
    union all
    select o.person as person, o.events * s.sessions as pairs
    from others o
    join sessions_of_persons s on s.person = o.person
    where o.visitor = ''
)
select person from pairs group by person having sum(pairs) > :max_pairs order by person

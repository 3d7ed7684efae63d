-- One row: one variation of an experiment that a visitor was assigned to, in one allocation (0: not said), by the rule or by
-- an override; with the time and session of the first such event. What a person is counted for in an experiment begins here.
with
first_assignments as (
    select
        person, visitor, name as experiment, variation, allocation, override,
        min(ordinal) as first_event,
        max(bot) as bot
    from sessionized_events
    where type = 'assign' and person <> '' and name is not null and variation is not null
    group by person, visitor, name, variation, allocation, override
)
select
    :site as site,
    a.person as person,
    a.visitor as visitor,
    a.experiment as experiment,
    a.variation as variation,
    a.allocation as allocation,
    a.override as override,
    e.ts as ts,
    e.local_day as local_day,
    e.session_visitor as session_visitor,
    e.session_started_at as session_started_at,
    a.bot as bot
from first_assignments a
join sessionized_events e on e.ordinal = a.first_event

{% import "shared/experiment_macros.sql" as experiment with context %}
left_out as (
    -- testers and bots; and who is held out of all experiments, since nothing at all is shown to them
    select person from assignments
    where site = :site and experiment = :experiment and (override = 1 or bot = 1)
    union all
    select person from assignments
    where site = :site and experiment = :holdout and experiment <> :experiment and variation = 'control' and override = 0
),
counted_assignments as (
    select
        a.person as person, a.visitor as visitor, a.variation as variation, a.allocation as allocation, a.ts as ts,
        a.local_day as local_day, a.session_visitor as session_visitor, a.session_started_at as session_started_at
    from assignments a
    left join left_out x on x.person = a.person
    where a.site = :site and a.experiment = :experiment and x.person is null
        and a.ts >= :from_ts and a.ts < :until_ts
        and {{ experiment.one_of("a.variation", "variation", shape.experiment.variations) }}
),
first_assignments as (
    select
        person, visitor, variation, allocation, ts, local_day, session_visitor, session_started_at,
        row_number() over (partition by person order by ts, allocation, variation, visitor) as nth
    from counted_assignments
)

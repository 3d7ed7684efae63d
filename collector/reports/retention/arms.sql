{% import "shared/unit_macros.sql" as units with context %}
-- One row: one arm of an experiment that has a control: persons who ordered in a unit before the last one shown and had been
-- assigned before the next began; sums over them of how often that was (x), and how often they ordered in that next one (y).
with
{% include "shared/active_customers.sql" %},
left_out as (
    select experiment, person from assignments
    where site = :site and (override = 1 or bot = 1)
    group by experiment, person
),
with_control as (
    select distinct experiment from assignments where site = :site and variation = 'control' and override = 0
),
first_assigned as (
    select
        a.experiment as experiment, a.person as person, a.variation as variation, a.ts as ts,
        row_number() over (
            partition by a.experiment, a.person order by a.ts, a.allocation, a.variation, a.visitor
        ) as nth
    from assignments a
    join with_control c on c.experiment = a.experiment
    left join left_out x on x.experiment = a.experiment and x.person = a.person
    where a.site = :site and x.person is null and a.ts < :until_ts
),
followed as (
    select
        person, unit_nth,
        lead(unit_nth, 1, -1) over (partition by person order by unit_nth) as after_nth
    from active_customers
),
persons_kept as (
    select
        f.experiment as experiment,
        case when f.variation = 'control' then 1 else 0 end as control,
        f.person as person,
        count(*) as x,
        sum(case when u.after_nth = u.unit_nth + 1 then 1 else 0 end) as y
    from first_assigned f
    join followed u on u.person = f.person
    where f.nth = 1 and u.unit_nth < :last_nth and f.ts < {{ units.begin_of("u.unit_nth + 1") }}
    group by f.experiment, case when f.variation = 'control' then 1 else 0 end, f.person
)
select
    experiment, control,
    count(*) as persons,
    sum(x) as x, sum(y) as y, sum(x * x) as xx, sum(y * y) as yy, sum(x * y) as xy
from persons_kept
group by experiment, control
order by experiment, control

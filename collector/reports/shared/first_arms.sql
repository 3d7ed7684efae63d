first_arms as (
    -- the arm of each person in each experiment: the first assignment, without testers and bots
    select
        a.experiment as experiment, a.person as person, a.variation as variation, a.ts as ts,
        row_number() over (
            partition by a.experiment, a.person order by a.ts, a.allocation, a.variation, a.visitor
        ) as nth
    from assignments a
    left join (
        select experiment, person from assignments
        where site = :site and (override = 1 or bot = 1)
        group by experiment, person
    ) x on x.experiment = a.experiment and x.person = a.person
    where a.site = :site and x.person is null and a.ts < :until_ts
)

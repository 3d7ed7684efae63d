-- One row: an unbroken run of events on one visitor that belong to one person.
with
followed_events as (
    select
        visitor, person, ts, id, trust,
        lag(person, 1, '') over (partition by visitor order by ts, id, trust) as preceding_person
    from traced_events
    where visitor <> ''
),
numbered_events as (
    select
        visitor, person, ts, id, trust,
        sum(case when person <> preceding_person then 1 else 0 end) over (
            partition by visitor order by ts, id, trust rows between unbounded preceding and current row
        ) as nth_run
    from followed_events
),
run_ends as (
    select
        visitor, person, nth_run, ts, id,
        row_number() over (partition by visitor, nth_run order by ts, id, trust) as nth,
        count(*) over (partition by visitor, nth_run) as events
    from numbered_events
)
select
    :site as site,
    person, visitor,
    max(case when nth = 1 then ts end) as from_ts,
    max(case when nth = 1 then id end) as from_id,
    max(case when nth = events then ts end) as until_ts,
    max(case when nth = events then id end) as until_id,
    max(events) as events
from run_ends
group by person, visitor, nth_run

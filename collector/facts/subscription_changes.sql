-- One row: one day of one subscription at whose end it is not as it was at the end of the day before: whether it runs, its plan or
-- what it brings a month. It stays so until the day before `next_day` ends; null: until now.
with
day_ends as (
    select
        e.*,
        row_number() over (partition by person, subscription_id, local_day order by ordinal desc) as nth_latest
    from subscription_events e
),
followed as (
    select
        person, subscription_id, local_day, ts, running, plan, currency, mrr_micros, excluded,
        lag(running, 1, 0) over (partition by person, subscription_id order by local_day) as running_before,
        lag(plan, 1, null) over (partition by person, subscription_id order by local_day) as plan_before,
        lag(mrr_micros, 1, 0) over (partition by person, subscription_id order by local_day) as mrr_before_micros,
        lag(excluded, 1, 0) over (partition by person, subscription_id order by local_day) as excluded_before
    from day_ends
    where nth_latest = 1
),
changes as (
    select * from followed
    where running <> running_before or mrr_micros <> mrr_before_micros or excluded <> excluded_before
        or coalesce(plan, '') <> coalesce(plan_before, '')
)
select
    :site as site,
    person, subscription_id, local_day,
    lead(local_day, 1, null) over (partition by person, subscription_id order by local_day) as next_day,
    ts, running_before, running, plan_before, plan, mrr_before_micros, mrr_micros, currency, excluded
from changes

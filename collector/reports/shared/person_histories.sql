purchase_days as (
    select person, by_value, local_day, sum(net_micros) as net_micros
    from counted_orders
    group by person, by_value, local_day
),
dated_days as (
    select
        person, by_value, local_day, net_micros,
        min(local_day) over (partition by person) as first_day
    from purchase_days
),
person_histories as (
    -- days with orders after the first, the last of these and today counted from the first, and what they brought
    select
        person, by_value,
        count(*) - 1 as frequency,
        max(local_day) - min(local_day) as recency_ms,
        :until_day - min(local_day) as age_ms,
        sum(case when local_day > first_day then net_micros else 0 end) as worth_micros
    from dated_days
    group by person, by_value
)

-- One row: the 99th percentile of what buying persons spent, net, in a time before an experiment, and how many they were.
-- It is the nearest rank: the least amount that 99 of 100 buyers do not exceed.
with
spending as (
    select person, sum(net_micros) as net_micros
    from orders
    where site = :site and ts >= :since and ts < :until and bot = 0 and excluded = 0
    group by person
),
ranked as (
    select net_micros, row_number() over (order by net_micros, person) as place, count(*) over () as buyers
    from spending
    where net_micros > 0
)
select min(net_micros) as cap_micros, max(buyers) as buyers
from ranked
where place * 100 >= buyers * 99

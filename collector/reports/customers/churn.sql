-- One row: customers of the earlier of the last two half years, and those of them who ordered again in the later one.
with
halves as (
    select
        person,
        max(case when ts < :half_ts then 1 else 0 end) as earlier,
        max(case when ts >= :half_ts then 1 else 0 end) as later
    from orders
    where site = :site and bot = 0 and excluded = 0 and ts >= :year_ts and ts < :until_ts
    group by person
)
select coalesce(sum(earlier), 0) as earlier, coalesce(sum(earlier * later), 0) as kept
from halves

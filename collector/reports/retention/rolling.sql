{% import "shared/macros.sql" as query with context %}
-- One row: persons who ordered in the days before a moment, in those since, and in both, of the segment of the session of their
-- first order of all.
with
ordering_persons as (
    select
        o.person as person,
        max(case when o.ts < :middle_ts then 1 else 0 end) as ordered_before,
        max(case when o.ts >= :middle_ts then 1 else 0 end) as ordered_since
    {{ query.orders_since("rolling_from_ts") }}
    group by o.person
)
select
    coalesce(sum(ordered_before), 0) as customers_before,
    coalesce(sum(ordered_since), 0) as customers,
    coalesce(sum(case when ordered_before = 1 and ordered_since = 1 then 1 else 0 end), 0) as customers_kept
from ordering_persons

{% import "shared/macros.sql" as query with context %}
-- One row: persons who ordered in the days before a moment, in those since, and in both, of the segment of the session of their
-- first order of all.
with
ordering_persons as (
    select
        o.person as person,
        max(case when o.ts < :middle_ts then 1 else 0 end) as ordered_before,
        max(case when o.ts >= :middle_ts then 1 else 0 end) as ordered_since
    from orders o
    {% if shape.segments %}
    join persons p on p.site = :site and p.person = o.person
    left join sessions s
        on s.site = :site and s.visitor = p.first_order_visitor and s.started_at = p.first_order_session
    {% endif %}
    where o.site = :site and o.bot = 0 and o.excluded = 0 and o.ts >= :rolling_from_ts and o.ts < :until_ts
        {{ query.segments() }}
    group by o.person
)
select
    coalesce(sum(ordered_before), 0) as customers_before,
    coalesce(sum(ordered_since), 0) as customers,
    coalesce(sum(case when ordered_before = 1 and ordered_since = 1 then 1 else 0 end), 0) as customers_kept
from ordering_persons

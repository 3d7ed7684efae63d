{% import "shared/macros.sql" as query with context %}
-- One row: what was refunded in the period, whenever it was bought, of the orders of the segment, and over persons the
-- sum of the squares of it.
with person_sums as (
    select o.person as person, sum(r.refunded_micros) as refunded_micros
    from refunds r
    join orders o on o.site = r.site and o.person = r.person and o.order_key = r.order_key
    {{ query.session_of("o") }}
    where r.site = :site and r.bot = 0 and r.ts >= :from_ts and r.ts < :until_ts
        {{ query.segments() }}
    group by o.person
)
select
    coalesce(sum(refunded_micros), 0) as refunded_micros,
    coalesce({{ query.sum_of_products("refunded_micros", "refunded_micros") }}, 0) as refunded_micros_squares
from person_sums

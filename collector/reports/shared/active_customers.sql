{% import "shared/macros.sql" as query with context %}
{% import "shared/unit_macros.sql" as units with context %}
active_customers as (
    -- persons with the units of time in which they ordered, of the segment of the session of their first order of all
    select o.person as person, {{ units.unit_of("o.ts") }} as unit_nth
    {{ query.orders_since("unit_1") }}
    group by o.person, {{ units.unit_of("o.ts") }}
)

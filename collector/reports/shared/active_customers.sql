{% import "shared/macros.sql" as query with context %}
{% import "shared/unit_macros.sql" as units with context %}
active_customers as (
    -- persons with the units of time in which they ordered, of the segment of the session of their first order of all
    select o.person as person, {{ units.unit_of("o.ts") }} as unit_nth
    from orders o
    {% if shape.segments %}
    join persons p on p.site = :site and p.person = o.person
    left join sessions s
        on s.site = :site and s.visitor = p.first_order_visitor and s.started_at = p.first_order_session
    {% endif %}
    where o.site = :site and o.bot = 0 and o.excluded = 0 and o.ts >= :unit_1 and o.ts < :until_ts
        {{ query.segments() }}
    group by o.person, {{ units.unit_of("o.ts") }}
)

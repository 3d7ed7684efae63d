{% import "shared/macros.sql" as query with context %}
{% import "shared/unit_macros.sql" as units with context %}
{% set begun_at = {"first_order": "p.first_order_at", "first_visit": "p.first_seen", "first_delivered": "p.first_delivered_at"}[shape.cohort] %}
cohort_members as (
    -- persons with what they began with and when, of the segment of the session of that (of a visit: of their first order)
    select
        p.person as person, {{ begun_at }} as begun_at, {{ units.unit_of(begun_at) }} as cohort_nth,
        {{ "p.first_delivered_ghost" if shape.cohort == "first_delivered" else "0" }} as control
    from persons p
    {% if shape.segments %}
    left join sessions s
        on s.site = :site
        {% if shape.cohort == "first_delivered" %}
        and s.visitor = p.first_delivered_visitor and s.started_at = p.first_delivered_session
        {% else %}
        and s.visitor = p.first_order_visitor and s.started_at = p.first_order_session
        {% endif %}
    {% endif %}
    where p.site = :site and p.bot = 0 and {{ begun_at }} >= :unit_1 and {{ begun_at }} < :until_ts
        {{ query.filter("action", "p.first_delivered_action") }}
        {{ query.segments() }}
)

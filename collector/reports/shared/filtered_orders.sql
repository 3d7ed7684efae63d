{% import "shared/macros.sql" as query with context %}
filtered_orders as (
    -- the orders of the period, of the sessions of the segment
    select
        o.person as person, o.order_key as order_key, o.ts as ts, o.excluded as excluded, o.net_micros as net_micros,
        o.session_visitor as session_visitor, o.session_started_at as session_started_at,
        {{ query.by_value() }}
    from orders o
    {{ query.session_of("o") }}
    where o.site = :site and o.bot = 0
        and o.ts >= :from_ts and o.ts < :until_ts
        {{ query.segments() }}
)

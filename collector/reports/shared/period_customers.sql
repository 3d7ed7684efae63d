{% import "shared/macros.sql" as query with context %}
period_orders as (
    -- the orders of the period that have money, each person's in their order
    select
        o.person as person, o.net_micros as net_micros, o.full_price_micros as full_price_micros,
        o.session_visitor as session_visitor, o.session_started_at as session_started_at,
        row_number() over (partition by o.person order by o.ts, o.order_key) as nth
    from orders o
    where o.site = :site and o.bot = 0 and o.excluded = 0 and o.ts >= :from_ts and o.ts < :until_ts
),
period_customers as (
    -- whoever ordered in the period, of the segment of the session of their first order in it
    select o.person as person, {{ query.by_value() }}
    from period_orders o
    left join sessions s
        on s.site = :site and s.visitor = o.session_visitor and s.started_at = o.session_started_at
    where o.nth = 1
        {{ query.segments() }}
)

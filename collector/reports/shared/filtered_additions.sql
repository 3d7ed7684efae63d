{% import "shared/macros.sql" as query with context %}
filtered_additions as (
    -- what was put in the cart in the period, in the sessions of the segment
    select
        e.type as type, e.action as action, e.variation as variation, e.item as item, e.item_group as item_group, e.ts as ts,
        e.event_id as event_id, e.session_visitor as session_visitor, e.session_started_at as session_started_at
    from engagements e
    join sessions s on s.site = e.site and s.visitor = e.session_visitor and s.started_at = e.session_started_at
    where e.site = :site and e.bot = 0 and e.type in ('quick_add', 'cart_add')
        and e.ts >= :from_ts and e.ts < :until_ts
        {{ query.segments() }}
)

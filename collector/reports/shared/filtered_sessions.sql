{% import "shared/macros.sql" as query with context %}
filtered_sessions as (
    -- the sessions of the period and the segment; a session's page is the one it landed on
    select
        s.person as person, s.visitor as visitor, s.started_at as started_at, s.ended_at as ended_at,
        s.page_views as page_views, s.bounced as bounced,
        {{ query.by_value() }}
    from sessions s
    where s.site = :site and s.bot = 0
        and s.started_at >= :from_ts and s.started_at < :until_ts
        {{ query.segments() }}
)

{% import "shared/macros.sql" as query with context %}
first_deliveries as (
    -- persons with the action that was delivered to them first of all in the period, in the sessions of the segment; ghost = 1:
    -- it would have been, they are in control
    select
        p.person as person, p.first_delivered_action as action, p.first_delivered_ghost as ghost,
        p.first_delivered_at as delivered_at
    from persons p
    left join sessions s
        on s.site = :site and s.visitor = p.first_delivered_visitor and s.started_at = p.first_delivered_session
    where p.site = :site and p.bot = 0 and p.first_delivered_at >= :from_ts and p.first_delivered_at < :until_ts
        {{ query.segments() }}
)

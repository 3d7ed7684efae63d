filtered_conversions as (
    -- the conversions of the period on the goal
    select
        c.person as person, c.event_id as event_id, c.trust as trust, c.ts as ts, c.excluded as excluded,
        case when c.value_micros is null and c.excluded = 0 then :goal_value_micros else c.value_micros end as value_micros,
        c.session_visitor as session_visitor, c.session_started_at as session_started_at,
        c.confirmation_visitor as confirmation_visitor, c.confirmation_view as confirmation_view
    from conversions c
    where c.site = :site and c.bot = 0 and c.goal = :goal
        and c.ts >= :from_ts and c.ts < :until_ts
)

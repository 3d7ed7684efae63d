{% import "shared/macros.sql" as query with context %}
-- One row: one action that was seen in the sessions of the period: the sums of those sessions, and the sums over persons
-- that tell how uncertain its figures are: of the sessions in which they saw it (seen_), of their others (other_), and
-- of all of theirs (both_). The row without an action is all sessions. Without :variances, all are one person: its squares say nothing.
with
{% include "shared/filtered_sessions.sql" %},
converted_sessions as (
    select distinct session_visitor, session_started_at
    from conversions
    where site = :site and bot = 0 and goal = :goal and session_visitor is not null
        and session_started_at >= :from_ts and session_started_at < :until_ts
),
judged_sessions as (
    select
        case when :variances = 1 then s.person else '' end as person, s.visitor as visitor, s.started_at as started_at,
        s.ended_at - s.started_at as duration_ms, s.page_views as page_views, s.bounced as bounced,
        case when c.session_visitor is not null then 1 else 0 end as sessions_converted
    from filtered_sessions s
    left join converted_sessions c on c.session_visitor = s.visitor and c.session_started_at = s.started_at
),
person_sums as (
    select
        person,
        count(*) as sessions,
        sum(page_views) as page_views,
        sum(duration_ms) as duration_ms,
        sum(bounced) as bounces,
        sum(sessions_converted) as sessions_converted
    from judged_sessions
    group by person
),
seen_sessions as (
    -- unless each time has to be looked at, the first one in its session, as facts tell it, stands for all
    select distinct i.action as action, i.session_visitor as session_visitor, i.session_started_at as session_started_at
    from impressions i
    where i.site = :site and i.bot = 0 and i.ghost = 0 and i.state = 'delivered' and i.session_visitor is not null
        and i.session_started_at >= :from_ts and i.session_started_at < :until_ts
        {% if shape.thresholds %}
        and (i.interacted = 1 or ({{ query.seen_enough("i") }}))
        {% elif "campaign" not in shape.filters %}
        and i.seen_in_session_before = -1
        {% endif %}
        {{ query.filter("action", "i.action") }}
        {{ query.in_campaign("i") }}
),
seen_sums as (
    select
        e.action as action, s.person as person,
        count(*) as sessions,
        sum(s.page_views) as page_views,
        sum(s.duration_ms) as duration_ms,
        sum(s.bounced) as bounces,
        sum(s.sessions_converted) as sessions_converted
    from seen_sessions e
    join judged_sessions s on s.visitor = e.session_visitor and s.started_at = e.session_started_at
    group by e.action, s.person
),
paired_sums as (
    select
        e.action as action, e.bounces as bounces, e.sessions_converted as sessions_converted,
        e.sessions as sessions, e.page_views as page_views, e.duration_ms as duration_ms,
        p.sessions as all_sessions, p.page_views as all_page_views, p.duration_ms as all_duration_ms
    from seen_sums e
    join person_sums p on p.person = e.person
),
action_sums as (
    select
        action,
        sum(sessions) as sessions,
        sum(page_views) as page_views,
        sum(bounces) as bounces,
        sum(duration_ms) as duration_ms,
        sum(sessions_converted) as sessions_converted,
        {{ query.visit_sums("seen_") }},
        {{ query.visit_sums("other_", "all_sessions - sessions", "all_page_views - page_views", "all_duration_ms - duration_ms") }},
        {{ query.visit_sums("both_", "all_sessions", "all_page_views", "all_duration_ms") }}
    from paired_sums
    group by action
),
whole_sums as (
    select
        null as action,
        coalesce(sum(sessions), 0) as sessions,
        coalesce(sum(page_views), 0) as page_views,
        coalesce(sum(bounces), 0) as bounces,
        coalesce(sum(duration_ms), 0) as duration_ms,
        coalesce(sum(sessions_converted), 0) as sessions_converted,
        {{ query.visit_sums("seen_") }},
        0 as other_sessions_squares, 0 as other_page_views_squares, 0 as other_page_views_times_sessions,
        0 as other_duration_ms_squares, 0 as other_duration_ms_times_sessions,
        0 as both_sessions_squares, 0 as both_page_views_squares, 0 as both_page_views_times_sessions,
        0 as both_duration_ms_squares, 0 as both_duration_ms_times_sessions
    from person_sums
)
select * from action_sums
union all
select * from whole_sums

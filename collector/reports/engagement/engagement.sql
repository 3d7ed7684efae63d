-- One row: one action that was placed in the sessions of the period, with those sessions in which it was seen.
with
-- with: asked_sessions
,
converted_sessions as (
    select distinct session_visitor, session_started_at
    from conversions
    where site = :site and bot = 0 and goal = :goal and session_visitor is not null
        and session_started_at >= :from_ts and session_started_at < :until_ts
),
judged_sessions as (
    select
        s.visitor as visitor, s.started_at as started_at, s.ended_at as ended_at, s.page_views as page_views,
        s.bounced as bounced, case when c.session_visitor is not null then 1 else 0 end as converted
    from asked_sessions s
    left join converted_sessions c on c.session_visitor = s.visitor and c.session_started_at = s.started_at
),
seen_sessions as (
    select distinct action, session_visitor, session_started_at
    from impressions
    where site = :site and bot = 0 and ghost = 0 and delivered_at is not null and session_visitor is not null
        and session_started_at >= :from_ts and session_started_at < :until_ts
        and (:action is null or action = :action)
        and (:campaign is null or campaign = :campaign)
)
select
    e.action as action,
    count(*) as sessions,
    sum(s.page_views) as page_views,
    sum(s.bounced) as bounces,
    sum(s.ended_at - s.started_at) as duration_ms,
    sum(s.converted) as converted
from seen_sessions e
join judged_sessions s on s.visitor = e.session_visitor and s.started_at = e.session_started_at
group by e.action
union all
select
    null as action,
    count(*) as sessions,
    coalesce(sum(page_views), 0) as page_views,
    coalesce(sum(bounced), 0) as bounces,
    coalesce(sum(ended_at - started_at), 0) as duration_ms,
    coalesce(sum(converted), 0) as converted
from judged_sessions

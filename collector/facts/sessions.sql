-- One row: one session of one visitor. Its person, place and origin are those of its first event.
with
session_totals as (
    select
        session_visitor, session_started_at,
        max(case when web = 1 then ts end) as ended_at,
        sum(case when type = 'page_view' then 1 else 0 end) as page_views,
        sum(case when type in (
            'click', 'quick_add', 'wishlist_add', 'cart_add', 'goal', 'purchase', 'survey'
        ) then 1 else 0 end) as doings,
        max(case when web = 1 then bot else 0 end) as bot,
        min(case when web = 1 then ordinal end) as first_event,
        min(case when web = 1 and url is not null then ordinal end) as first_page,
        min(case when web = 1 and type = 'page_view' then ordinal end) as first_page_view
    from sessionized_events
    where session_visitor is not null
    group by session_visitor, session_started_at
),
view_times as (
    select session_visitor, session_started_at, view_id, max(engaged_ms) as engaged_ms
    from sessionized_events
    where type = 'page_leave' and session_visitor is not null
    group by session_visitor, session_started_at, view_id
),
engaged_times as (
    select session_visitor, session_started_at, sum(engaged_ms) as engaged_ms
    from view_times
    group by session_visitor, session_started_at
),
first_sessions as (
    select visitor, min(started_at) as started_at
    from session_events
    group by visitor
)
select
    :site as site,
    f.person as person,
    t.session_visitor as visitor,
    t.session_started_at as started_at,
    t.ended_at as ended_at,
    f.local_day as local_day,
    t.page_views as page_views,
    coalesce(e.engaged_ms, 0) as engaged_ms,
    case
        when t.page_views <= 1 and t.doings = 0 and coalesce(e.engaged_ms, 0) < :attention_ms then 1
        else 0
    end as bounced,
    case when n.visitor is not null then 1 else 0 end as is_new,
    l.path as landing_page,
    o.referrer as referrer,
    o.referrer_host as referrer_host,
    o.source as source,
    o.medium as medium,
    o.utm_campaign as utm_campaign,
    f.device as device,
    f.browser as browser,
    f.os as os,
    f.country as country,
    f.city as city,
    f.language as language,
    t.bot as bot
from session_totals t
join sessionized_events f on f.ordinal = t.first_event
left join engaged_times e
    on e.session_visitor = t.session_visitor and e.session_started_at = t.session_started_at
left join scoped_events o on o.ordinal = t.first_page
left join scoped_events l on l.ordinal = t.first_page_view
left join first_sessions n on n.visitor = t.session_visitor and n.started_at = t.session_started_at

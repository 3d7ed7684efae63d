-- One row: one session that the person took part in, newest first, from a place in that order on.
-- A session begun by another person on a shared device is among them if the person used the device during it, or a server
-- shown for them then.
with
own_runs as (
    select visitor, from_ts, until_ts
    from person_visitors
    where site = :site and person = :person
),
own_visitors as (
    select distinct visitor
    from own_runs
),
sessions_taken_part as (
    select s.visitor as visitor, s.started_at as started_at
    from own_runs r
    join sessions s on s.site = :site and s.visitor = r.visitor
    where s.started_at <= :before_ts and s.started_at <= r.until_ts and s.ended_at + :session_gap_ms >= r.from_ts
    union all
    select s.visitor as visitor, s.started_at as started_at
    from own_visitors own
    join sessions s on s.site = :site and s.visitor = own.visitor
    join events e on e.site = :site and e.user_id = :user_id
    where s.started_at <= :before_ts
        and s.person <> :person
        and e.visitor is null
        and e.ts >= s.started_at
        and e.ts <= s.ended_at + :session_gap_ms
),
sessions_once as (
    select visitor, started_at
    from sessions_taken_part
    group by visitor, started_at
)
select
    s.person as person,
    s.visitor as visitor,
    s.started_at as started_at,
    s.ended_at as ended_at,
    s.page_views as page_views,
    s.engaged_ms as engaged_ms,
    s.bounced as bounced,
    s.is_new as is_new,
    s.landing_page as landing_page,
    s.referrer as referrer,
    s.source as source,
    s.medium as medium,
    s.utm_campaign as utm_campaign,
    s.device as device,
    s.browser as browser,
    s.os as os,
    s.country as country,
    s.city as city,
    s.language as language,
    s.bot as bot
from sessions_once once
join sessions s on s.site = :site and s.visitor = once.visitor and s.started_at = once.started_at
where s.started_at < :before_ts or (s.started_at = :before_ts and s.visitor < :before_visitor)
order by s.started_at desc, s.visitor desc
limit :limit

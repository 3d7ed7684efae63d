-- One row: one session that the person took part in and that touches a time, newest first, from a place in that order on.
-- A session begun by another person on a shared device is among them if the person used the device during it.
with
own_runs as (
    select visitor, from_ts, until_ts
    from person_visitors
    where site = :site and person = :person
),
sessions_taken_part as (
    select distinct s.visitor as visitor, s.started_at as started_at
    from own_runs r
    join sessions s on s.site = :site and s.visitor = r.visitor
    where r.from_ts <= s.ended_at + 1800000
        and r.until_ts >= s.started_at
        and s.ended_at + 1800000 >= :since
        and s.started_at <= :until
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
from sessions_taken_part t
join sessions s on s.site = :site and s.visitor = t.visitor and s.started_at = t.started_at
where s.started_at < :before_ts or (s.started_at = :before_ts and s.visitor < :before_visitor)
order by s.started_at desc, s.visitor desc
limit :limit

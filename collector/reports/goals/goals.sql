-- One row: one goal that was reached in the period, in the sessions of the segment.
with
-- with: asked_sessions
,
asked_goals as (
    select
        c.goal as goal, c.person as person, c.excluded as excluded, c.value_micros as value_micros,
        c.session_visitor as session_visitor, c.session_started_at as session_started_at
    from conversions c
    left join sessions s
        on s.site = c.site and s.visitor = c.session_visitor and s.started_at = c.session_started_at
    where c.site = :site and c.bot = 0 and c.ts >= :from_ts and c.ts < :until_ts
        and (:only_goal is null or c.goal = :only_goal)
        and (:page is null or coalesce(s.landing_page, '') = :page)
        and (:referrer is null or coalesce(s.referrer_host, '') = :referrer)
        and (:landing_page is null or coalesce(s.landing_page, '') = :landing_page)
        and (:device is null or coalesce(s.device, '') = :device)
        and (:browser is null or coalesce(s.browser, '') = :browser)
        and (:os is null or coalesce(s.os, '') = :os)
        and (:country is null or coalesce(s.country, '') = :country)
        and (:city is null or coalesce(s.city, '') = :city)
        and (:source is null or coalesce(s.source, '') = :source)
        and (:medium is null or coalesce(s.medium, '') = :medium)
        and (:utm_campaign is null or coalesce(s.utm_campaign, '') = :utm_campaign)
        and (:new_or_returning is null or coalesce(case when s.is_new = 1 then 'new' when s.is_new = 0 then 'returning' end, '') = :new_or_returning)
)
select
    g.goal as goal,
    count(*) as conversions,
    count(distinct g.person) as persons,
    sum(case when g.excluded = 0 then coalesce(g.value_micros, 0) else 0 end) as value_micros,
    sum(case when g.excluded = 0 then 1.0 * coalesce(g.value_micros, 0) * coalesce(g.value_micros, 0) else 0 end)
        as value_squares,
    sum(case when g.excluded = 0 and g.value_micros is null then 1 else 0 end) as unvalued,
    count(distinct case when s.visitor is not null then s.visitor || ' ' || s.started_at end) as sessions
from asked_goals g
left join asked_sessions s on s.visitor = g.session_visitor and s.started_at = g.session_started_at
group by g.goal
order by conversions desc, g.goal

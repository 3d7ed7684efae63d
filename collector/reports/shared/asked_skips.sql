asked_skips as (
    -- the actions of the period and the segment that were meant for a view and not placed
    select
        k.visitor as visitor, k.view_id as view_id, k.action as action, k.reason as reason, k.page as page, k.ts as ts,
        case :by
            when 'page' then k.page
            when 'referrer' then s.referrer_host
            when 'landing_page' then s.landing_page
            when 'device' then s.device
            when 'browser' then s.browser
            when 'os' then s.os
            when 'country' then s.country
            when 'city' then s.city
            when 'source' then s.source
            when 'medium' then s.medium
            when 'utm_campaign' then s.utm_campaign
            when 'new_or_returning' then case when s.is_new = 1 then 'new' when s.is_new = 0 then 'returning' end
        end as by_value
    from skips k
    left join sessions s
        on s.site = k.site and s.visitor = k.session_visitor and s.started_at = k.session_started_at
    where k.site = :site and k.bot = 0
        and k.ts >= :from_ts and k.ts < :until_ts
        and (:action is null or k.action = :action)
        and (:campaign is null or k.action in (
            select i.action from impressions i
            where i.site = :site and i.bot = 0 and i.campaign = :campaign and i.executed_at >= :from_ts and i.executed_at < :until_ts
        ))
        and (:page is null or coalesce(k.page, '') = :page)
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

asked_orders as (
    -- the orders of the period, of the sessions of the segment
    select
        o.person as person, o.order_key as order_key, o.ts as ts, o.excluded as excluded, o.net_micros as net_micros,
        o.session_visitor as session_visitor, o.session_started_at as session_started_at,
        case :by
            when 'page' then s.landing_page
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
    from orders o
    left join sessions s
        on s.site = o.site and s.visitor = o.session_visitor and s.started_at = o.session_started_at
    where o.site = :site and o.bot = 0
        and o.ts >= :from_ts and o.ts < :until_ts
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

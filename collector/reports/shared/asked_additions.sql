asked_additions as (
    -- what was put in the cart in the period, in the sessions of the segment
    select
        e.type as type, e.action as action, e.variation as variation, e.item as item, e.ts as ts, e.event_id as event_id,
        e.session_visitor as session_visitor, e.session_started_at as session_started_at
    from engagements e
    join sessions s on s.site = e.site and s.visitor = e.session_visitor and s.started_at = e.session_started_at
    where e.site = :site and e.bot = 0 and e.type in ('quick_add', 'cart_add')
        and e.ts >= :from_ts and e.ts < :until_ts
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

asked_impressions as (
    -- the impressions of the period and the segment, judged by the thresholds asked for
    select
        i.person as person, i.visitor as visitor, i.view_id as view_id, i.action as action, i.variation as variation,
        i.kind as kind, i.campaign as campaign, i.executed_at as executed_at, i.delivered_at as delivered_at,
        case
            when i.interacted = 1 or (:min_fraction = 0 and :min_ms = 0) then i.state
            when i.state = 'undelivered' then i.state
            when i.max_fraction is null then 'unmeasured'
            when i.max_fraction >= :min_fraction and coalesce(i.longest_ms, 0) >= :min_ms
                and i.delivered_at is not null then 'delivered'
            else 'undelivered'
        end as state,
        i.ghost as ghost, i.interacted_at as interacted_at, i.viewable as viewable, i.reason as reason, i.detail as detail, i.page as page,
        i.clicks as clicks, i.wishlist_adds as wishlist_adds, i.dismissals as dismissals,
        i.session_visitor as session_visitor, i.session_started_at as session_started_at,
        case :by
            when 'page' then i.page
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
    from impressions i
    left join sessions s
        on s.site = i.site and s.visitor = i.session_visitor and s.started_at = i.session_started_at
    where i.site = :site and i.bot = 0
        and i.executed_at >= :from_ts and i.executed_at < :until_ts
        and (:action is null or i.action = :action)
        and (:campaign is null or i.campaign = :campaign)
        and (:page is null or coalesce(i.page, '') = :page)
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

deliveries as (
    -- every delivery of the persons who converted, judged by the thresholds asked for
    select
        c.event_id as event_id, c.trust as trust, c.ts as ts, i.action as action, i.campaign as campaign,
        i.delivered_at as delivered_at,
        row_number() over (
            partition by c.event_id, c.trust, i.action order by i.delivered_at desc, i.visitor desc, i.view_id desc,
            i.variation desc
        ) as nth_latest,
        min(i.delivered_at) over (partition by c.event_id, c.trust, i.action) as first_delivered_at,
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
        end as by_value,
        case when 1 = 1
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
        then 1 else 0 end as in_segment
    from asked_conversions c
    join impressions i on i.site = :site and i.person = c.person
    left join sessions s
        on s.site = i.site and s.visitor = i.session_visitor and s.started_at = i.session_started_at
    where i.delivered_at is not null and i.ghost = 0 and i.bot = 0
        and i.delivered_at <= c.ts and i.delivered_at >= c.ts - :window_ms
        and (
            c.confirmation_view is null or i.view_id <> c.confirmation_view or i.visitor <> c.confirmation_visitor
            or i.interacted_at <= c.ts
        )
        and (
            i.interacted = 1 or (:min_fraction = 0 and :min_ms = 0)
            or (i.max_fraction >= :min_fraction and coalesce(i.longest_ms, 0) >= :min_ms)
        )
),
clicked_before as (
    select d.event_id as event_id, d.trust as trust, d.action as action, max(e.ts) as last_clicked_at
    from deliveries d
    join asked_conversions c on c.event_id = d.event_id and c.trust = d.trust
    join engagements e on e.site = :site and e.person = c.person and e.action = d.action
    where d.nth_latest = 1 and e.type = 'click' and e.bot = 0 and e.variation <> 'control'
        and e.ts <= d.ts and e.ts >= d.ts - :window_ms
    group by d.event_id, d.trust, d.action
),
asked_candidates as (
    -- the actions that may be credited, with the segment of their latest delivery
    select
        d.event_id as event_id, d.trust as trust, d.ts as ts, d.action as action, d.campaign as campaign,
        d.first_delivered_at as first_delivered_at, d.delivered_at as last_delivered_at,
        k.last_clicked_at as last_clicked_at, d.by_value as by_value, d.in_segment as in_segment
    from deliveries d
    left join clicked_before k on k.event_id = d.event_id and k.trust = d.trust and k.action = d.action
    where d.nth_latest = 1
)

-- One row: what was refunded in the period, whenever it was bought, of the orders of the segment.
select coalesce(sum(r.refunded_micros), 0) as refunded_micros
from refunds r
join orders o on o.site = r.site and o.person = r.person and o.order_key = r.order_key
left join sessions s
    on s.site = o.site and s.visitor = o.session_visitor and s.started_at = o.session_started_at
where r.site = :site and r.bot = 0 and r.ts >= :from_ts and r.ts < :until_ts
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

-- One row: one product widget that was placed in the period, with what was seen and done.
with
-- with: asked_impressions
select
    action,
    sum(case when ghost = 0 and state = 'delivered' then 1 else 0 end) as delivered,
    sum(case when ghost = 0 and state = 'delivered' and clicks > 0 then 1 else 0 end) as clicks,
    sum(case when ghost = 0 then wishlist_adds else 0 end) as wishlist_adds
from asked_impressions
where kind = 'products'
group by action

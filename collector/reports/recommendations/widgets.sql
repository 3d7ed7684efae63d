-- One row: one product widget that was placed in the period, with what was seen and done, and the sum over persons of the
-- square of how often they saw it.
with
-- with: asked_impressions
,
person_sums as (
    select
        action, person,
        sum(case when ghost = 0 and state = 'delivered' then 1 else 0 end) as delivered,
        sum(case when ghost = 0 and state = 'delivered' and clicks > 0 then 1 else 0 end) as clicks,
        sum(case when ghost = 0 then wishlist_adds else 0 end) as wishlist_adds
    from asked_impressions
    where action in (select action from asked_impressions where kind = 'products')
    group by action, person
)
select
    action,
    sum(delivered) as delivered,
    sum(clicks) as clicks,
    sum(wishlist_adds) as wishlist_adds,
    sum(delivered * delivered) as delivered_squares
from person_sums
group by action

-- One row: one item of one widget at one position, in the period: how often it was shown, seen, and engaged with.
with
{% include "shared/filtered_impressions.sql" %}
select
    i.action as action,
    i.item as item,
    i.position_shown as position_shown,
    count(*) as executed,
    sum(i.measured) as measured,
    sum(case when i.delivered_at is not null then 1 else 0 end) as delivered,
    sum(case when i.clicks > 0 then 1 else 0 end) as clicks,
    sum(case when i.quick_adds > 0 then 1 else 0 end) as quick_adds,
    sum(i.wishlist_adds) as wishlist_adds
from filtered_impressions a
join item_impressions i
    on i.site = :site and i.person = a.person and i.visitor = a.visitor and i.view_id = a.view_id
        and i.action = a.action and i.variation = a.variation
where a.ghost = 0 and a.action in (select action from filtered_impressions where kind = :kind)
group by i.action, i.item, i.position_shown
order by i.action, i.item, case when i.position_shown is null then 0 else 1 end, i.position_shown

-- One row: the order lines of the period: how many, and how many of an item that some widget showed in it, by item or by
-- product; and how many items widgets showed at all.
with
shown_items as (
    select distinct item from item_impressions
    where site = :site and executed_at >= :from_ts and executed_at < :until_ts
),
shown_groups as (
    select distinct item_group from item_impressions
    where site = :site and executed_at >= :from_ts and executed_at < :until_ts and item_group is not null
)
select
    count(*) as lines,
    coalesce(sum(case when i.item is not null or g.item_group is not null then 1 else 0 end), 0) as shown,
    max(case when i.item is null and g.item_group is null then l.item end) as example,
    (select count(*) from shown_items) as items_shown
from order_lines l
left join shown_items i on i.item = l.item
left join shown_groups g on g.item_group = l.item_group
where l.site = :site and l.bot = 0 and l.ts >= :from_ts and l.ts < :until_ts

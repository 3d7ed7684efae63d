-- One row: one item inside one impression: where it stood (from 1 on), and whether it was itself seen.
-- An item was seen if a delivery names it, or if it was clicked, quick-added or put on the wish list there. Where no
-- delivery of the impression names any item, items were not measured one by one: measured is 0.
with
item_events as (
    select
        p.placement as placement, e.type as type, e.ts as ts, i.item as item, i.item_group as item_group,
        i.line + 1 as position_shown
    from placement_events p
    join sessionized_events e on e.ordinal = p.ordinal
    join scoped_shown_items i on i.seq = e.seq
    union all
    select
        p.placement as placement, e.type as type, e.ts as ts, e.item as item, e.item_group as item_group,
        null as position_shown
    from placement_events p
    join sessionized_events e on e.ordinal = p.ordinal
    where e.type in ('click', 'quick_add', 'wishlist_add') and e.item is not null
),
item_totals as (
    select
        placement, item,
        max(item_group) as item_group,
        min(case when type = 'execute' then position_shown end) as position_shown,
        min(case when type <> 'execute' then ts end) as delivered_at,
        sum(case when type = 'click' then 1 else 0 end) as clicks,
        sum(case when type = 'quick_add' then 1 else 0 end) as quick_adds,
        sum(case when type = 'wishlist_add' then 1 else 0 end) as wishlist_adds
    from item_events
    group by placement, item
),
measured_placements as (
    select distinct placement
    from item_events
    where type = 'deliver'
),
numbered_variations as (
    select
        placement, shown_variation, executed_at, first_event, bot,
        row_number() over (
            partition by placement order by case when shown_variation = 'control' then 1 else 0 end, shown_variation
        ) as nth
    from impression_totals
)
select
    :site as site,
    f.person as person,
    f.visitor as visitor,
    f.view_id as view_id,
    f.action as action,
    t.item as item,
    v.shown_variation as variation,
    t.item_group as item_group,
    t.position_shown as position_shown,
    v.executed_at as executed_at,
    t.delivered_at as delivered_at,
    case when m.placement is not null or t.delivered_at is not null then 1 else 0 end as measured,
    t.clicks as clicks,
    t.quick_adds as quick_adds,
    t.wishlist_adds as wishlist_adds,
    case when v.shown_variation = 'control' then 1 else 0 end as ghost,
    v.bot as bot
from item_totals t
join numbered_variations v on v.placement = t.placement and v.nth = 1
join sessionized_events f on f.ordinal = v.first_event
left join measured_placements m on m.placement = t.placement

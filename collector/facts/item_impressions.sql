-- One row: one item inside one impression: where it stood (from 1 on), and whether it was itself seen.
-- An item was seen if a delivery names it, or if it was clicked, quick-added or put on the wish list there. Where no
-- delivery of the impression names any item, items were not measured one by one: measured is 0.
with
item_events as (
    select
        e.visitor as visitor, e.view_id as view_id, e.action as action, e.type as type, e.ts as ts,
        i.item as item, i.item_group as item_group, i.line + 1 as position_shown
    from traced_events e
    join scoped_shown_items i on i.seq = e.seq
    where e.action is not null and e.view_id is not null
    union all
    select
        visitor, view_id, action, type, ts, item, item_group, null as position_shown
    from traced_events
    where type in ('click', 'quick_add', 'wishlist_add')
        and action is not null and view_id is not null and item is not null
),
item_totals as (
    select
        visitor, view_id, action, item,
        max(item_group) as item_group,
        min(case when type = 'execute' then position_shown end) as position_shown,
        min(case when type <> 'execute' then ts end) as delivered_at,
        sum(case when type = 'click' then 1 else 0 end) as clicks,
        sum(case when type = 'quick_add' then 1 else 0 end) as quick_adds,
        sum(case when type = 'wishlist_add' then 1 else 0 end) as wishlist_adds
    from item_events
    group by visitor, view_id, action, item
),
measured_impressions as (
    select distinct visitor, view_id, action
    from item_events
    where type = 'deliver'
),
only_impressions as (
    select person, visitor, view_id, action, min(variation) as variation
    from scoped_impressions
    group by person, visitor, view_id, action
)
select
    :site as site,
    p.person as person,
    t.visitor as visitor,
    t.view_id as view_id,
    t.action as action,
    t.item as item,
    p.variation as variation,
    t.item_group as item_group,
    t.position_shown as position_shown,
    p.executed_at as executed_at,
    t.delivered_at as delivered_at,
    case when m.view_id is not null or t.delivered_at is not null then 1 else 0 end as measured,
    t.clicks as clicks,
    t.quick_adds as quick_adds,
    t.wishlist_adds as wishlist_adds,
    p.ghost as ghost,
    p.bot as bot
from item_totals t
join only_impressions o on o.visitor = t.visitor and o.view_id = t.view_id and o.action = t.action
join scoped_impressions p
    on p.person = o.person and p.visitor = o.visitor and p.view_id = o.view_id and p.action = o.action
        and p.variation = o.variation
left join measured_impressions m on m.visitor = t.visitor and m.view_id = t.view_id and m.action = t.action

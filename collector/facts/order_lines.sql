-- One row: one order line, with what was refunded of it and the engagement it was found through, if any.
-- Found: the same person clicked or quick-added the same product inside an action before the order; the latest such
-- engagement is the one. In control nothing is shown, so nothing is found through it. It is kept by three rules: any,
-- clicks only, and within the order's own session. How long before the order it may lie is for the reader to say:
-- found_at and clicked_at are there for it.
with
bought_lines as (
    select
        p.order_key as order_key, p.person as person, p.ts as ts, p.id as id, p.local_day as local_day,
        p.excluded as excluded, p.session_visitor as session_visitor, p.session_started_at as session_started_at,
        p.bot as bot, l.line as line, l.item as item, l.item_group as item_group, l.category as category,
        l.quantity_micros as quantity_micros, l.sold_micros as sold_micros, l.refunded_micros as refunded_micros
    from standing_purchases p
    join settled_lines l on l.order_key = p.order_key
),
item_engagements as (
    select person, event_id, type, ts, action, variation, item, item_group, session_visitor, session_started_at, bot
    from scoped_engagements
    where type in ('click', 'quick_add') and action is not null and item is not null and variation <> 'control'
),
same_products as (
    select b.order_key as order_key, b.line as line, b.ts as ordered_at, b.id as order_event,
        b.session_visitor as order_visitor, b.session_started_at as order_session, b.bot as order_bot, e.*
    from bought_lines b
    join item_engagements e on e.person = b.person and e.item_group = b.item_group
    union all
    select b.order_key as order_key, b.line as line, b.ts as ordered_at, b.id as order_event,
        b.session_visitor as order_visitor, b.session_started_at as order_session, b.bot as order_bot, e.*
    from bought_lines b
    join item_engagements e on e.person = b.person and e.item = b.item
    where e.item_group is null or b.item_group is null
),
earlier_engagements as (
    select
        s.*,
        case
            when session_visitor = order_visitor and session_started_at = order_session then 1
            else 0
        end as same_session
    from same_products s
    where bot <= order_bot and (ts < ordered_at or (ts = ordered_at and event_id < order_event))
),
latest_engagements as (
    select
        e.*,
        row_number() over (partition by order_key, line order by ts desc, event_id desc) as nth_latest
    from earlier_engagements e
),
latest_clicks as (
    select
        e.*,
        row_number() over (partition by order_key, line order by ts desc, event_id desc) as nth_latest
    from earlier_engagements e
    where type = 'click'
),
latest_in_session as (
    select
        e.*,
        row_number() over (partition by order_key, line order by ts desc, event_id desc) as nth_latest
    from earlier_engagements e
    where same_session = 1
)
select
    :site as site,
    b.person as person,
    b.order_key as order_key,
    b.line as line,
    b.ts as ts,
    b.local_day as local_day,
    b.item as item,
    b.item_group as item_group,
    b.category as category,
    b.quantity_micros as quantity_micros,
    b.excluded as excluded,
    b.sold_micros as sold_micros,
    b.refunded_micros as refunded_micros,
    b.sold_micros - b.refunded_micros as net_micros,
    f.action as found_action,
    f.variation as found_variation,
    f.type as found_by,
    f.item as found_item,
    f.event_id as found_event,
    f.ts as found_at,
    f.same_session as found_same_session,
    c.action as clicked_action,
    c.ts as clicked_at,
    s.action as session_action,
    b.session_visitor as session_visitor,
    b.session_started_at as session_started_at,
    b.bot as bot
from bought_lines b
left join latest_engagements f on f.order_key = b.order_key and f.line = b.line and f.nth_latest = 1
left join latest_clicks c on c.order_key = b.order_key and c.line = b.line and c.nth_latest = 1
left join latest_in_session s on s.order_key = b.order_key and s.line = b.line and s.nth_latest = 1

-- One row: one order line, with what was refunded of it and the engagement it was found through, if any.
-- It is kept by three rules: any engagement, clicks only, and within the order's own session. How long before the order it
-- may lie is for the reader to decide: found_at and clicked_at are there for it.
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
    case
        when f.ordinal is null then null
        when f.session_visitor = b.session_visitor and f.session_started_at = b.session_started_at then 1
        else 0
    end as found_same_session,
    c.action as clicked_action,
    c.ts as clicked_at,
    s.action as session_action,
    b.session_visitor as session_visitor,
    b.session_started_at as session_started_at,
    b.bot as bot,
    b.discounted as discounted
from bought_lines b
left join latest_engagements l on l.order_key = b.order_key and l.line = b.line
left join interactions f on f.ordinal = l.found
left join interactions c on c.ordinal = l.clicked
left join interactions s on s.ordinal = l.in_session

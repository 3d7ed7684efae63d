-- One row: one widget, with the sessions in which something was put in the cart from it: by a quick add, or by a cart add
-- of an item after a click on it in the widget.
with
asked_engagements as (
    select
        e.type as type, e.action as action, e.item as item, e.ts as ts, e.event_id as event_id,
        e.session_visitor as session_visitor, e.session_started_at as session_started_at
    from engagements e
    where e.site = :site and e.bot = 0 and e.ts >= :from_ts and e.ts < :until_ts and e.session_visitor is not null
),
adding_sessions as (
    select action, session_visitor, session_started_at
    from asked_engagements
    where type = 'quick_add' and action is not null
    union
    select c.action as action, a.session_visitor as session_visitor, a.session_started_at as session_started_at
    from asked_engagements a
    join asked_engagements c
        on c.session_visitor = a.session_visitor and c.session_started_at = a.session_started_at and c.item = a.item
    where a.type = 'cart_add' and c.type = 'click' and c.action is not null
        and (c.ts < a.ts or (c.ts = a.ts and c.event_id < a.event_id))
)
select action, count(*) as sessions_added_to_cart
from adding_sessions
group by action

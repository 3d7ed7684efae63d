-- One row: one widget and one session in which something was put in the cart from it in the period: by a quick add, or by a
-- cart add of a product after a click on it in the widget, be it before the period. Of each product in a session the first
-- click and the last addition say whether there is such a pair.
with
{% include "shared/filtered_additions.sql" %},
first_sessions as (
    select min(session_started_at) as started_at from filtered_additions
),
last_additions as (
    select
        item, item_group, ts, event_id, session_visitor, session_started_at,
        row_number() over (
            partition by session_visitor, session_started_at, item, item_group order by ts desc, event_id desc
        ) as nth
    from filtered_additions
    where type = 'cart_add'
),
first_clicks as (
    select
        c.action as action, c.item as item, c.item_group as item_group, c.ts as ts, c.event_id as event_id,
        c.session_visitor as session_visitor, c.session_started_at as session_started_at,
        row_number() over (
            partition by c.session_visitor, c.session_started_at, c.action, c.item, c.item_group order by c.ts, c.event_id
        ) as nth
    from (select distinct session_visitor, session_started_at from last_additions) s
    join engagements c
        on c.site = :site and c.session_visitor = s.session_visitor and c.session_started_at = s.session_started_at
    where c.type = 'click' and c.action is not null and c.variation <> 'control' and c.item is not null and c.bot = 0
        and c.ts >= (select started_at from first_sessions) and c.ts < :until_ts
),
same_products as (
    select c.action as action, c.ts as clicked_at, c.event_id as click, a.ts as added_at, a.event_id as addition,
        a.session_visitor as session_visitor, a.session_started_at as session_started_at
    from last_additions a
    join first_clicks c
        on c.session_visitor = a.session_visitor and c.session_started_at = a.session_started_at and c.item_group = a.item_group
    where a.nth = 1 and c.nth = 1
    union all
    select c.action as action, c.ts as clicked_at, c.event_id as click, a.ts as added_at, a.event_id as addition,
        a.session_visitor as session_visitor, a.session_started_at as session_started_at
    from last_additions a
    join first_clicks c
        on c.session_visitor = a.session_visitor and c.session_started_at = a.session_started_at and c.item = a.item
    where a.nth = 1 and c.nth = 1 and (a.item_group is null or c.item_group is null)
),
adding_sessions as (
    select action, session_visitor, session_started_at
    from filtered_additions
    where type = 'quick_add' and action is not null and variation <> 'control'
    union all
    select action, session_visitor, session_started_at
    from same_products
    where clicked_at < added_at or (clicked_at = added_at and click < addition)
)
select distinct action, session_visitor, session_started_at
from adding_sessions
order by action, session_visitor, session_started_at

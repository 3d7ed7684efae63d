-- One row: one widget and one session in which something was put in the cart from it in the period: by a quick add, or by a
-- cart add of an item after a click on it in the widget, be it before the period.
with
{% include "shared/filtered_additions.sql" %},
first_sessions as (
    select min(session_started_at) as started_at from filtered_additions
),
adding_sessions as (
    select action, session_visitor, session_started_at
    from filtered_additions
    where type = 'quick_add' and action is not null and variation <> 'control'
    union all
    select c.action as action, a.session_visitor as session_visitor, a.session_started_at as session_started_at
    from filtered_additions a
    join engagements c
        on c.site = :site and c.session_visitor = a.session_visitor and c.session_started_at = a.session_started_at
            and c.item = a.item
    where a.type = 'cart_add' and c.type = 'click' and c.action is not null and c.variation <> 'control' and c.bot = 0
        and c.ts >= (select started_at from first_sessions) and c.ts < :until_ts
        and (c.ts < a.ts or (c.ts = a.ts and c.event_id < a.event_id))
)
select distinct action, session_visitor, session_started_at
from adding_sessions
order by action, session_visitor, session_started_at

{% import "shared/macros.sql" as query with context %}
-- One row: one click on an item of a content widget, with the first view of that item that followed in the session, if any.
with
{% include "shared/filtered_impressions.sql" %},
{% include "shared/filtered_article_clicks.sql" %},
views_after as (
    select
        c.action as action, c.item as item, c.person as person, c.event_id as event_id, c.session_visitor as session_visitor,
        c.session_started_at as session_started_at, v.view_id as view_id, v.ts as read_at,
        v.engaged_ms as engaged_ms, v.scroll as scroll, c.by_value as by_value,
        row_number() over (partition by c.action, c.event_id, c.by_value order by v.ts, v.view_id) as nth
    from filtered_article_clicks c
    join views v
        on v.site = :site and v.visitor = c.session_visitor and v.session_started_at = c.session_started_at
            and v.page_item = c.item
    where v.page_views > 0 and (v.ts > c.ts or (v.ts = c.ts and v.view_id <> c.view_id))
)
select action, item, person, event_id, session_visitor, session_started_at, view_id, read_at, engaged_ms, scroll,
    by_value
from views_after
where nth = 1

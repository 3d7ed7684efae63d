-- One row: one click on an item of a content widget, with the first view of that item that followed in the session, if any.
with
-- with: asked_impressions
,
readers as (
    -- everybody who was on the visitor: who signs in may do so between what was shown and the click on it
    select distinct v.person as person, v.visitor as visitor
    from asked_impressions i
    join person_visitors v on v.site = :site and v.visitor = i.visitor
    where i.clicks > 0
),
article_clicks as (
    select
        i.action as action, e.event_id as event_id, e.ts as ts, e.view_id as view_id, e.item as item,
        e.session_visitor as session_visitor, e.session_started_at as session_started_at
    from asked_impressions i
    join readers p on p.visitor = i.visitor
    join engagements e
        on e.site = :site and e.person = p.person and e.visitor = i.visitor and e.view_id = i.view_id
            and e.action = i.action
    where i.action in (select action from asked_impressions where kind = 'articles')
        and e.type = 'click' and e.variation <> 'control' and e.item is not null and e.session_visitor is not null
),
views_after as (
    select
        c.action as action, c.event_id as event_id, c.session_visitor as session_visitor,
        c.session_started_at as session_started_at, v.view_id as view_id, v.ts as read_at,
        v.engaged_ms as engaged_ms, v.scroll as scroll,
        row_number() over (partition by c.action, c.event_id order by v.ts, v.view_id) as nth
    from article_clicks c
    join views v
        on v.site = :site and v.visitor = c.session_visitor and v.session_started_at = c.session_started_at
            and v.page_item = c.item
    where v.page_views > 0 and (v.ts > c.ts or (v.ts = c.ts and v.view_id <> c.view_id))
)
select action, event_id, session_visitor, session_started_at, view_id, read_at, engaged_ms, scroll
from views_after
where nth = 1

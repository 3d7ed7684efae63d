readers as (
    -- everybody who was on the visitor: who signs in may do so between what was shown and the click on it
    select distinct v.person as person, v.visitor as visitor
    from filtered_impressions i
    cross join person_visitors v
    where i.clicks > 0 and i.action in (select action from filtered_impressions where kind = 'articles')
        and v.site = :site and v.visitor = i.visitor
),
filtered_article_clicks as (
    -- the clicks on items of content widgets that were placed in the period, each once, also where several variations stood
    select distinct
        i.action as action, e.person as person, e.event_id as event_id, e.ts as ts, e.view_id as view_id, e.item as item,
        e.session_visitor as session_visitor, e.session_started_at as session_started_at,
        i.by_value as by_value
    from filtered_impressions i
    join readers p on p.visitor = i.visitor
    join engagements e
        on e.site = :site and e.person = p.person and e.visitor = i.visitor and e.view_id = i.view_id
            and e.action = i.action
    where i.clicks > 0 and i.ghost = 0 and i.action in (select action from filtered_impressions where kind = 'articles')
        and e.type = 'click' and e.variation <> 'control' and e.item is not null and e.session_visitor is not null
)

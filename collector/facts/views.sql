-- One row: one page view of one visitor, with how long and how deep it was read.
-- Its page is that of its first page_view; if that was lost, of the first event that names a page.
with
view_totals as (
    select
        visitor, view_id,
        min(ts) as ts,
        sum(case when type = 'page_view' then 1 else 0 end) as page_views,
        max(case when type = 'page_leave' then engaged_ms end) as engaged_ms,
        max(case when type = 'page_leave' then scroll end) as scroll,
        max(bot) as bot
    from traced_events
    where web = 1
    group by visitor, view_id
),
first_events as (
    select
        visitor, view_id, person, session_started_at,
        row_number() over (partition by visitor, view_id order by ts, id, trust) as nth
    from traced_events
    where web = 1
),
first_pages as (
    select
        visitor, view_id, path, url, title, page_item,
        row_number() over (
            partition by visitor, view_id
            order by case when type = 'page_view' then 0 else 1 end, ts, id, trust
        ) as nth
    from traced_events
    where web = 1 and (url is not null or page_item is not null)
)
select
    :site as site,
    f.person as person,
    t.visitor as visitor,
    t.view_id as view_id,
    f.session_started_at as session_started_at,
    t.ts as ts,
    p.path as path,
    p.url as url,
    p.title as title,
    p.page_item as page_item,
    t.page_views as page_views,
    t.engaged_ms as engaged_ms,
    t.scroll as scroll,
    t.bot as bot
from view_totals t
join first_events f on f.visitor = t.visitor and f.view_id = t.view_id and f.nth = 1
left join first_pages p on p.visitor = t.visitor and p.view_id = t.view_id and p.nth = 1

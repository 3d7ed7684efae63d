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
        max(bot) as bot,
        min(ordinal) as first_event,
        min(case when type = 'page_view' and (url is not null or page_item is not null) then ordinal end) as viewed_page,
        min(case when url is not null or page_item is not null then ordinal end) as named_page
    from sessionized_events
    where web = 1
    group by visitor, view_id
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
join sessionized_events f on f.ordinal = t.first_event
left join scoped_events p on p.ordinal = coalesce(t.viewed_page, t.named_page)

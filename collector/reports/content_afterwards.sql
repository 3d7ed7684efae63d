-- One row: one session of the period's readers, with a view or a conversion in it and when it was.
with
{% include "shared/filtered_impressions.sql" %},
{% include "shared/filtered_article_clicks.sql" %},
reading_sessions as (
    select distinct session_visitor, session_started_at, by_value
    from filtered_article_clicks
)
select r.session_visitor as session_visitor, r.session_started_at as session_started_at, v.ts as ts, v.view_id as view_id,
    v.page_views as pages, 0 as goals, r.by_value as by_value
from reading_sessions r
join views v
    on v.site = :site and v.visitor = r.session_visitor and v.session_started_at = r.session_started_at
union all
select r.session_visitor as session_visitor, r.session_started_at as session_started_at, c.ts as ts, '' as view_id,
    0 as pages, 1 as goals, r.by_value as by_value
from reading_sessions r
join readers p on p.visitor = r.session_visitor
join conversions c
    on c.site = :site and c.person = p.person and c.session_visitor = r.session_visitor
        and c.session_started_at = r.session_started_at

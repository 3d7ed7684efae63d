-- One row: the sessions of one segment of the period (one row in all where no dimension was asked for).
with
-- with: asked_sessions
select
    by_value,
    count(*) as sessions,
    count(distinct visitor) as visitors,
    count(distinct person) as persons,
    sum(page_views) as page_views,
    sum(bounced) as bounces,
    sum(ended_at - started_at) as duration_ms
from asked_sessions
group by by_value
order by sessions desc, by_value

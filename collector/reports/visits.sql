{% import "shared/macros.sql" as query with context %}
-- One row: the sessions of one segment of the period (one row in all without a dimension), with the sums
-- over persons that tell how uncertain its figures are.
with
{% include "shared/filtered_sessions.sql" %},
visitor_counts as (
    select by_value, count(distinct visitor) as visitors
    from filtered_sessions
    group by by_value
),
person_sums as (
    select
        by_value, person,
        count(*) as sessions,
        sum(page_views) as page_views,
        sum(bounced) as bounces,
        sum(ended_at - started_at) as duration_ms
    from filtered_sessions
    group by by_value, person
),
segment_sums as (
    select
        by_value,
        count(*) as persons,
        sum(sessions) as sessions,
        sum(page_views) as page_views,
        sum(bounces) as bounces,
        sum(duration_ms) as duration_ms,
        {{ query.visit_sums("") }}
    from person_sums
    group by by_value
)
select s.*, v.visitors as visitors
from segment_sums s
join visitor_counts v on coalesce(v.by_value, '') = coalesce(s.by_value, '')
order by s.sessions desc, case when s.by_value is null then 0 else 1 end, s.by_value

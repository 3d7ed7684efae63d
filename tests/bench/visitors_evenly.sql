-- One row: one of :wanted visitors, spread over all there are.
with
numbered_visitors as (
    select visitor, row_number() over (order by visitor) as nth, count(*) over () as visitors
    from person_visitors
)
select visitor
from numbered_visitors
where nth % (visitors / :wanted + 1) = 0
order by visitor

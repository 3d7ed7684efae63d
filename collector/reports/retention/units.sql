-- One row: one unit of time: how many persons ordered in it, and how many of them had ordered in the unit before.
with
{% include "shared/active_customers.sql" %},
followed as (
    select unit_nth, lag(unit_nth, 1, -1) over (partition by person order by unit_nth) as before_nth
    from active_customers
)
select unit_nth, count(*) as customers, sum(case when before_nth = unit_nth - 1 then 1 else 0 end) as kept
from followed
group by unit_nth
order by unit_nth

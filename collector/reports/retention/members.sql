{% import "shared/unit_macros.sql" as units with context %}
-- One row: the persons of one cohort: whose first order, visit or delivery fell into one unit of time. `control`: ghosts only.
with
{% include "shared/cohort_members.sql" %}
select cohort_nth, control, count(*) as persons
from cohort_members
group by cohort_nth, control
order by cohort_nth, control

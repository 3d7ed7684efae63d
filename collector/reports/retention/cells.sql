{% import "shared/unit_macros.sql" as units with context %}
-- One row: one cohort and one unit of time: how many persons of the cohort ordered in it, since they began.
with
{% include "shared/cohort_members.sql" %},
member_units as (
    select
        m.person as person, m.cohort_nth as cohort_nth, m.control as control,
        {{ units.unit_of("o.ts") }} as unit_nth
    from cohort_members m
    join orders o on o.site = :site and o.person = m.person
    where o.bot = 0 and o.excluded = 0 and o.ts >= m.begun_at and o.ts < :until_ts
    group by m.person, m.cohort_nth, m.control, {{ units.unit_of("o.ts") }}
)
select cohort_nth, control, unit_nth, count(*) as customers
from member_units
group by cohort_nth, control, unit_nth
order by cohort_nth, control, unit_nth

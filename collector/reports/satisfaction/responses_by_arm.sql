-- One row: one arm of one experiment: how often surveys were delivered to those who had been assigned, and answered then.
with
{% include "shared/delivered_surveys.sql" %},
{% include "shared/first_arms.sql" %}
select r.experiment as subject, r.variation as variation,
    count(*) as delivered, sum(d.answered) as responses,
    count(distinct d.person) as persons,
    count(distinct case when d.answered = 1 then d.person end) as persons_answered
from delivered_surveys d
join first_arms r on r.person = d.person
where r.nth = 1 and r.ts <= d.delivered_at
group by r.experiment, r.variation
order by r.experiment, r.variation

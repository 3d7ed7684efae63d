-- One row: one variation of one survey: how often it was delivered, and answered then.
with
{% include "shared/delivered_surveys.sql" %}
select action as subject, variation,
    count(*) as delivered, sum(answered) as responses,
    count(distinct person) as persons,
    count(distinct case when answered = 1 then person end) as persons_answered
from delivered_surveys
where variation <> ''
group by action, variation
order by action, variation

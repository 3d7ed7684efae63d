{% import "shared/answers_macros.sql" as answers %}
-- One row: one score on one scale, of those who had been assigned to one variation of one experiment before they answered.
with
{% include "shared/filtered_answers.sql" %},
{% include "shared/first_arms.sql" %},
ranked_answers as (
    select
        a.instrument as instrument, a.scale as scale, a.score as score, r.experiment as experiment,
        r.variation as variation,
        {{ answers.nth_latest("a.scale, r.experiment, r.variation") }}
    from filtered_answers a
    join first_arms r on r.person = a.person
    where r.nth = 1 and r.ts <= a.ts
)
select instrument, scale, experiment as subject, variation, score, {{ answers.counts() }}
from ranked_answers
group by instrument, scale, experiment, variation, score
order by instrument, scale, experiment, variation, score

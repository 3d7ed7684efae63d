{% import "shared/answers_macros.sql" as answers %}
-- One row: one score on one scale, of one variation of one survey.
with
{% include "shared/filtered_answers.sql" %},
ranked_answers as (
    select
        a.instrument as instrument, a.scale as scale, a.score as score, a.action as action, a.variation as variation,
        {{ answers.nth_latest("a.scale, a.action, a.variation") }}
    from filtered_answers a
    where a.action <> '' and a.variation <> ''
)
select instrument, scale, action as subject, variation, score, {{ answers.counts() }}
from ranked_answers
group by instrument, scale, action, variation, score
order by instrument, scale, action, variation, score

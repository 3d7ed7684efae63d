{% import "shared/answers_macros.sql" as answers %}
-- One row: one score on one scale, of all surveys together; a person counts once for each instrument.
with
{% include "shared/filtered_answers.sql" %},
ranked_answers as (
    select
        a.instrument as instrument, a.scale as scale, a.score as score,
        {{ answers.nth_latest("a.instrument") }}
    from filtered_answers a
)
select instrument, scale, score, {{ answers.counts() }}
from ranked_answers
group by instrument, scale, score
order by instrument, scale, score

{% import "shared/answers_macros.sql" as answers %}
{% set group = "by_value" if shape.by else "action" %}
-- One row: one score on one scale, of one survey, or of all surveys in one value of the dimension.
with
{% include "shared/filtered_answers.sql" %},
ranked_answers as (
    select
        a.instrument as instrument, a.scale as scale, a.score as score, a.{{ group }} as group_value,
        {{ answers.nth_latest("a.scale, a." ~ group) }}
    from filtered_answers a
)
select instrument, scale, group_value, score, {{ answers.counts() }}
from ranked_answers
group by instrument, scale, group_value, score
order by instrument, scale, case when group_value is null then 0 else 1 end, group_value, score

{% import "shared/answers_macros.sql" as answers %}
-- One row: one score on one scale, before (0) or since (1) a moment of the period, of all surveys together.
with
{% include "shared/filtered_answers.sql" %},
divided_answers as (
    select
        f.person as person, f.event_id as event_id, f.trust as trust, f.ts as ts, f.instrument as instrument,
        f.scale as scale, f.score as score, case when f.ts >= :moment_ts then 1 else 0 end as since
    from filtered_answers f
),
ranked_answers as (
    select
        a.instrument as instrument, a.scale as scale, a.score as score, a.since as since,
        {{ answers.nth_latest("a.since") }}
    from divided_answers a
)
select instrument, since, scale, score, {{ answers.counts() }}
from ranked_answers
group by instrument, since, scale, score
order by instrument, since, scale, score

{% import "shared/answers_macros.sql" as answers %}
-- One row: one score on one scale in one week, by the local day of its Monday, of all surveys together.
with
{% include "shared/filtered_answers.sql" %},
weekly_answers as (
    select
        f.person as person, f.event_id as event_id, f.trust as trust, f.ts as ts, f.instrument as instrument,
        f.scale as scale, f.score as score, f.local_day - (f.local_day + 259200000) % 604800000 as monday
    from filtered_answers f
),
ranked_answers as (
    select
        a.instrument as instrument, a.scale as scale, a.score as score, a.monday as monday,
        {{ answers.nth_latest("a.monday") }}
    from weekly_answers a
)
select instrument, monday, scale, score, {{ answers.counts() }}
from ranked_answers
group by instrument, monday, scale, score
order by instrument, monday, scale, score

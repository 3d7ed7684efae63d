{% import "shared/answers_macros.sql" as answers %}
-- One row: one score on one scale, of respondents who had seen one action within :seen_ms before they answered. Without an
-- action: of all respondents.
with
{% include "shared/filtered_answers.sql" %},
ranked_answers as (
    select
        a.person as person, a.event_id as event_id, a.trust as trust, a.ts as ts,
        a.instrument as instrument, a.scale as scale, a.score as score,
        {{ answers.nth_latest("a.scale") }}
    from filtered_answers a
),
seen_before as (
    select r.person as person, r.event_id as event_id, r.trust as trust, i.action as seen
    from ranked_answers r
    join impressions i on i.site = :site and i.person = r.person
    where r.nth_latest = 1 and i.state = 'delivered' and i.ghost = 0 and i.bot = 0 and i.kind <> 'survey'
        and i.delivered_at < r.ts and i.delivered_at >= r.ts - :seen_ms
    group by r.person, r.event_id, r.trust, i.action
)
select r.instrument as instrument, r.scale as scale, b.seen as seen, r.score as score, count(*) as answers, count(*) as respondents
from ranked_answers r
join seen_before b on b.person = r.person and b.event_id = r.event_id and b.trust = r.trust
group by r.instrument, r.scale, b.seen, r.score
union all
select instrument, scale, null as seen, score, count(*) as answers, count(*) as respondents
from ranked_answers
where nth_latest = 1
group by instrument, scale, score

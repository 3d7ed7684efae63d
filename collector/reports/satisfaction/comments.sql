-- One row: one answer with words of its own, or with answers to further questions, the latest first; below the place that
-- a page before ended at.
with
{% include "shared/filtered_answers.sql" %}
select person, event_id, trust, ts, instrument, scale, score, action, variation, page, comment_text, answers_json
from filtered_answers
where (comment_text is not null or answers_json is not null)
    and (
        ts < :before_ts
        or (ts = :before_ts and event_id > :after_event)
        or (ts = :before_ts and event_id = :after_event and trust > :after_trust)
    )
order by ts desc, event_id, trust
limit :rows

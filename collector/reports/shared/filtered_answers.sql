{% import "shared/macros.sql" as query with context %}
filtered_answers as (
    -- the survey answers of the period and the segment; their page is the one they were given on
    select
        a.person as person, a.event_id as event_id, a.trust as trust, a.ts as ts, a.local_day as local_day,
        a.action as action, a.variation as variation, a.instrument as instrument, a.scale as scale, a.score as score,
        a.page as page, a.comment_text as comment_text, a.answers_json as answers_json,
        {{ query.by_value("a.page") }}
    from survey_answers a
    {{ query.session_of("a", own_page=true) }}
    where a.site = :site and a.bot = 0 and a.ts >= :from_ts and a.ts < :until_ts
        {{ query.filter("action", "a.action") }}
        {{ query.segments("a.page") }}
)

-- One row: what one person answered to one survey in one view; of several answers the last counts, people's before a bot's. An
-- answer without a view stands for itself. A survey is an action that asked, or, where none is named, whatever the page asked.
-- An answer that names no variation is of the variation that its view had; of several, not of control, which shows nothing.
with
view_answers as (
    select
        e.*,
        row_number() over (
            partition by
                e.person, e.visitor, e.action, e.instrument,
                case when e.view_id is null then 'e' || e.trust || e.id else 'v' || e.view_id end
            order by e.bot, e.ordinal desc
        ) as nth_latest
    from sessionized_events e
    where e.type = 'survey' and e.person <> '' and e.instrument is not null and e.score is not null
),
shown_surveys as (
    select
        placement,
        coalesce(min(case when shown_variation <> 'control' then shown_variation end), 'control') as variation
    from impression_totals
    group by placement
)
select
    :site as site,
    a.person as person,
    a.id as event_id,
    a.trust as trust,
    a.visitor as visitor,
    a.view_id as view_id,
    coalesce(a.action, '') as action,
    coalesce(a.variation, s.variation, '') as variation,
    a.instrument as instrument,
    a.score as score,
    a.scale as scale,
    a.comment_text as comment_text,
    a.answers_json as answers_json,
    a.ts as ts,
    a.local_day as local_day,
    coalesce(w.path, a.path) as page,
    a.session_visitor as session_visitor,
    a.session_started_at as session_started_at,
    a.bot as bot
from view_answers a
left join placement_events p on p.ordinal = a.ordinal
left join shown_surveys s on s.placement = p.placement
left join scoped_views w on w.visitor = a.visitor and w.view_id = a.view_id
where a.nth_latest = 1

-- One row: one action that was meant for a view and was not placed, with the reason.
select
    :site as site,
    e.person as person,
    e.id as event_id,
    e.trust as trust,
    e.visitor as visitor,
    e.view_id as view_id,
    e.action as action,
    e.ts as ts,
    e.local_day as local_day,
    e.reason as reason,
    e.detail as detail,
    e.session_visitor as session_visitor,
    e.session_started_at as session_started_at,
    w.path as page,
    e.bot as bot
from sessionized_events e
left join scoped_views w on w.visitor = e.visitor and w.view_id = e.view_id
where e.type = 'skip' and e.person <> ''

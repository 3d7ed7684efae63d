-- One row: one action with one variation, placed for one visitor in one view, and whether it was seen.
-- Of what was seen it has when the same person, or in the same session, the same action had last been placed and seen
-- (or clicked) before; -1: never. So a report can tell who is new in a period without looking at anybody twice.
with
judged_impressions as (
    select
        t.*,
        coalesce(t.proven_at, t.measured_at) as delivered_at,
        case
            when coalesce(t.proven_at, t.measured_at) is not null then 'delivered'
            when t.evidences > 0 then 'undelivered'
            else 'unmeasured'
        end as state
    from impression_totals t
),
told_impressions as (
    select
        f.person as person,
        f.visitor as visitor,
        f.view_id as view_id,
        f.action as action,
        j.shown_variation as variation,
        coalesce(j.kind, 'other') as kind,
        j.campaign as campaign,
        j.executed_at as executed_at,
        f.local_day as local_day,
        j.delivered_at as delivered_at,
        j.state as state,
        case when j.shown_variation = 'control' then 1 else 0 end as ghost,
        case
            when j.state = 'delivered' and (j.interactions > 0 or coalesce(j.longest_ms, 0) >= 1000) then 1
            else 0
        end as viewable,
        case when j.interactions > 0 then 1 else 0 end as interacted,
        j.interacted_at as interacted_at,
        j.placed as placed,
        case when j.state = 'undelivered' then r.reason end as reason,
        case when j.state = 'undelivered' then r.detail end as detail,
        case when j.state = 'undelivered' then r.stood end as stood,
        case when j.state = 'undelivered' then r.reach end as reach,
        j.max_fraction as max_fraction,
        j.visible_ms as visible_ms,
        j.longest_ms as longest_ms,
        j.clicks as clicks,
        j.quick_adds as quick_adds,
        j.wishlist_adds as wishlist_adds,
        j.dismissals as dismissals,
        f.session_visitor as session_visitor,
        f.session_started_at as session_started_at,
        w.path as page,
        w.scroll as scroll,
        j.bot as bot,
        case when j.state = 'delivered' and j.shown_variation <> 'control' and j.bot = 0 then 1 else 0 end as seen
    from judged_impressions j
    join sessionized_events f on f.ordinal = j.first_event
    left join scoped_events r on r.ordinal = j.last_reason
    left join scoped_views w on w.visitor = f.visitor and w.view_id = f.view_id
)
select
    :site as site,
    person,
    visitor,
    view_id,
    action,
    variation,
    kind,
    campaign,
    executed_at,
    local_day,
    delivered_at,
    state,
    ghost,
    viewable,
    interacted,
    interacted_at,
    placed,
    reason,
    detail,
    max_fraction,
    visible_ms,
    longest_ms,
    clicks,
    quick_adds,
    wishlist_adds,
    dismissals,
    session_visitor,
    session_started_at,
    page,
    bot,
    lag(executed_at, 1, -1) over (
        partition by person, action, seen order by executed_at, visitor, view_id, variation
    ) as seen_before,
    case when session_visitor is not null then lag(executed_at, 1, -1) over (
        partition by session_visitor, session_started_at, action, seen
        order by executed_at, visitor, view_id, variation
    ) end as seen_in_session_before,
    case when session_visitor is not null then lag(executed_at, 1, -1) over (
        partition by session_visitor, session_started_at, action, seen, case when clicks > 0 then 1 else 0 end
        order by executed_at, visitor, view_id, variation
    ) end as clicked_in_session_before,
    scroll,
    stood,
    reach
from told_impressions

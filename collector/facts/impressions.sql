-- One row: one action with one variation, placed for one visitor in one view, and whether it was seen.
-- Any event that names them proves that it was placed. A wish-list add, a survey answer or any other event that
-- names no variation belongs to the variation that the view had.
with
naming_events as (
    select
        case when visitor <> '' then 'v:' || visitor else 'u:' || user_id end as sent_by,
        visitor, view_id, action, variation, type, ts, ordinal, kind, campaign,
        max_fraction, visible_ms, longest_ms, reason, bot
    from traced_events
    where action is not null
        and view_id is not null
        and (visitor <> '' or user_id is not null)
        and type in (
            'execute', 'deliver', 'evidence', 'click', 'dismiss', 'quick_add', 'wishlist_add', 'wishlist_remove',
            'survey'
        )
),
named_variations as (
    select sent_by, view_id, action, min(variation) as variation
    from naming_events
    where variation is not null
    group by sent_by, view_id, action
),
impression_events as (
    select
        e.sent_by as sent_by, e.visitor as visitor, e.view_id as view_id, e.action as action,
        coalesce(e.variation, v.variation, '') as shown_variation,
        e.type as type, e.ts as ts, e.ordinal as ordinal, e.kind as kind, e.campaign as campaign,
        e.max_fraction as max_fraction, e.visible_ms as visible_ms, e.longest_ms as longest_ms, e.reason as reason,
        e.bot as bot
    from naming_events e
    left join named_variations v on v.sent_by = e.sent_by and v.view_id = e.view_id and v.action = e.action
),
impression_totals as (
    select
        sent_by, view_id, action, shown_variation,
        max(visitor) as visitor,
        max(kind) as kind,
        max(campaign) as campaign,
        min(ts) as executed_at,
        min(case when type in ('deliver', 'click', 'quick_add', 'wishlist_add', 'dismiss') then ts end) as proven_at,
        min(case when type = 'evidence' and max_fraction > 0 then ts end) as measured_at,
        max(case when type = 'execute' then 1 else 0 end) as placed,
        sum(case when type = 'evidence' then 1 else 0 end) as evidences,
        sum(case when type in ('click', 'quick_add', 'wishlist_add', 'dismiss') then 1 else 0 end) as interactions,
        max(max_fraction) as max_fraction,
        max(visible_ms) as visible_ms,
        max(longest_ms) as longest_ms,
        sum(case when type = 'click' then 1 else 0 end) as clicks,
        sum(case when type = 'quick_add' then 1 else 0 end) as quick_adds,
        sum(case when type = 'wishlist_add' then 1 else 0 end) as wishlist_adds,
        sum(case when type = 'dismiss' then 1 else 0 end) as dismissals,
        max(bot) as bot,
        min(ordinal) as first_event,
        max(case when type = 'evidence' and reason is not null then ordinal end) as last_reason
    from impression_events
    group by sent_by, view_id, action, shown_variation
),
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
)
select
    :site as site,
    f.person as person,
    j.visitor as visitor,
    j.view_id as view_id,
    j.action as action,
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
    j.placed as placed,
    case when j.state = 'undelivered' then r.reason end as reason,
    case when j.state = 'undelivered' then r.detail end as detail,
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
    j.bot as bot
from judged_impressions j
join traced_events f on f.ordinal = j.first_event
left join scoped_events r on r.ordinal = j.last_reason
left join scoped_views w on w.visitor = j.visitor and w.view_id = j.view_id

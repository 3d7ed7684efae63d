-- One row: one placement of an action with one variation, and all that its events have on it.
-- A wish-list add, a survey answer or any other event that names no variation belongs to the variation that the view had;
-- of several, not to control, which shows nothing. Evidence of less than the action asks for (too_little) proves nothing.
with
named_variations as (
    select
        p.placement as placement,
        coalesce(min(case when e.variation <> 'control' then e.variation end), 'control') as variation
    from placement_events p
    join sessionized_events e on e.ordinal = p.ordinal
    where e.variation is not null
    group by p.placement
),
impression_events as (
    select
        p.placement as placement, coalesce(e.variation, v.variation, '') as shown_variation,
        e.type as type, e.ts as ts, e.ordinal as ordinal, e.kind as kind, e.campaign as campaign,
        e.max_fraction as max_fraction, e.visible_ms as visible_ms, e.longest_ms as longest_ms, e.reason as reason,
        e.too_little as too_little, e.bot as bot
    from placement_events p
    join sessionized_events e on e.ordinal = p.ordinal
    left join named_variations v on v.placement = p.placement
)
select
    placement, shown_variation,
    max(kind) as kind,
    max(campaign) as campaign,
    min(ts) as executed_at,
    min(case when type in ('deliver', 'click', 'quick_add', 'wishlist_add', 'dismiss', 'survey') then ts end) as proven_at,
    min(case when type in ('click', 'quick_add', 'wishlist_add', 'dismiss', 'survey') then ts end) as interacted_at,
    min(case when type = 'evidence' and max_fraction > 0 and too_little = 0 then ts end) as measured_at,
    max(case when type = 'execute' then 1 else 0 end) as placed,
    sum(case when type = 'evidence' then 1 else 0 end) as evidences,
    sum(case when type in ('click', 'quick_add', 'wishlist_add', 'dismiss', 'survey') then 1 else 0 end) as interactions,
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
group by placement, shown_variation

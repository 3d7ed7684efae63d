{% import "shared/macros.sql" as query with context %}
deliveries as (
    -- every delivery of the persons who converted, judged by the thresholds of the query
    select
        c.event_id as event_id, c.trust as trust, c.ts as ts, i.action as action, i.campaign as campaign,
        i.delivered_at as delivered_at,
        row_number() over (
            partition by c.event_id, c.trust, i.action order by i.delivered_at desc, i.visitor desc, i.view_id desc,
            i.variation desc
        ) as nth_latest,
        min(i.delivered_at) over (partition by c.event_id, c.trust, i.action) as first_delivered_at,
        {{ query.by_value("i.page") }},
        case when 1 = 1 {{ query.segments("i.page") }} then 1 else 0 end as in_segment
    from filtered_conversions c
    join impressions i on i.site = :site and i.person = c.person
    {{ query.session_of("i", own_page=true) }}
    where i.delivered_at is not null and i.ghost = 0 and i.bot = 0
        and i.delivered_at <= c.ts and i.delivered_at >= c.ts - :window_ms
        and (
            c.confirmation_view is null or i.view_id <> c.confirmation_view or i.visitor <> c.confirmation_visitor
            or i.interacted_at <= c.ts
        )
        {% if shape.thresholds %}
        and (i.interacted = 1 or ({{ query.seen_enough("i") }}))
        {% endif %}
),
clicked_before as (
    select d.event_id as event_id, d.trust as trust, d.action as action, max(e.ts) as last_clicked_at
    from deliveries d
    join filtered_conversions c on c.event_id = d.event_id and c.trust = d.trust
    join engagements e on e.site = :site and e.person = c.person and e.action = d.action
    where d.nth_latest = 1 and e.type = 'click' and e.bot = 0 and e.variation <> 'control'
        and e.ts <= d.ts and e.ts >= d.ts - :window_ms
    group by d.event_id, d.trust, d.action
),
filtered_attribution_candidates as (
    -- the actions that may be credited, with the segment of their latest delivery
    select
        d.event_id as event_id, d.trust as trust, d.ts as ts, d.action as action, d.campaign as campaign,
        d.first_delivered_at as first_delivered_at, d.delivered_at as last_delivered_at,
        k.last_clicked_at as last_clicked_at, d.by_value as by_value, d.in_segment as in_segment
    from deliveries d
    left join clicked_before k on k.event_id = d.event_id and k.trust = d.trust and k.action = d.action
    where d.nth_latest = 1
)

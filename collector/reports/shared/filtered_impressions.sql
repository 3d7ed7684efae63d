{% import "shared/macros.sql" as query with context %}
filtered_impressions as (
    -- the impressions of the period and the segment, judged by the thresholds of the query
    select
        i.person as person, i.visitor as visitor, i.view_id as view_id, i.action as action, i.variation as variation,
        i.kind as kind, i.campaign as campaign, i.executed_at as executed_at, i.delivered_at as delivered_at,
        {% if shape.thresholds %}
        case
            when i.interacted = 1 or i.state = 'undelivered' then i.state
            when i.max_fraction is null then 'unmeasured'
            when {{ query.seen_enough("i") }} and i.delivered_at is not null then 'delivered'
            else 'undelivered'
        end as state,
        {% else %}
        i.state as state,
        {% endif %}
        i.ghost as ghost, i.interacted_at as interacted_at, i.viewable as viewable, i.reason as reason, i.page as page,
        i.scroll as scroll, i.stood as stood, i.reach as reach,
        i.clicks as clicks, i.wishlist_adds as wishlist_adds, i.dismissals as dismissals,
        i.session_visitor as session_visitor, i.session_started_at as session_started_at,
        {{ query.by_value("i.page") }}
    from impressions i
    {{ query.session_of("i", own_page=true) }}
    where i.site = :site and i.bot = 0
        and i.executed_at >= :from_ts and i.executed_at < :until_ts
        {{ query.filter("action", "i.action") }}
        {{ query.in_campaign("i") }}
        {{ query.segments("i.page") }}
)

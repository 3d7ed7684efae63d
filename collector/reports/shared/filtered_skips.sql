{% import "shared/macros.sql" as query with context %}
filtered_skips as (
    -- the actions of the period and the segment that were meant for a view and not placed
    select
        k.person as person, k.visitor as visitor, k.view_id as view_id, k.action as action, k.reason as reason, k.page as page, k.ts as ts,
        {{ query.by_value("k.page") }}
    from skips k
    {{ query.session_of("k", own_page=true) }}
    where k.site = :site and k.bot = 0
        and k.ts >= :from_ts and k.ts < :until_ts
        {{ query.filter("action", "k.action") }}
        {% if "campaign" in shape.filters %}
        and (
            k.action in (
                select i.action from impressions i
                where i.site = :site and i.bot = 0 and i.executed_at >= :from_ts and i.executed_at < :until_ts
                    {{ query.in_campaign("i") }}
            )
            {% if shape.campaign_actions %}
            or {{ query.registered("k") }}
            {% endif %}
        )
        {% endif %}
        {{ query.segments("k.page") }}
)

{% import "shared/macros.sql" as query with context %}
delivered_surveys as (
    -- the surveys that were delivered in the period and the segment, and whether they were answered in the same view
    select
        i.person as person, i.action as action, i.variation as variation, i.delivered_at as delivered_at,
        case when a.view_id is null then 0 else 1 end as answered,
        {{ query.by_value("i.page") }}
    from impressions i
    {{ query.session_of("i", own_page=true) }}
    left join (
        -- who signs in meanwhile answers on the same visitor; without one, as in a mail, many may have the same view
        select visitor, view_id, action, case when visitor = '' then person else '' end as addressee
        from survey_answers
        where site = :site and view_id is not null and bot = 0
        group by visitor, view_id, action, case when visitor = '' then person else '' end
    ) a on a.visitor = i.visitor and a.view_id = i.view_id and a.action = i.action
        and a.addressee = case when i.visitor = '' then i.person else '' end
    where i.site = :site and i.kind = 'survey' and i.bot = 0 and i.ghost = 0 and i.state = 'delivered'
        and i.executed_at >= :from_ts and i.executed_at < :until_ts
        {{ query.filter("action", "i.action") }}
        {{ query.segments("i.page") }}
)

{% import "shared/experiment_macros.sql" as experiment with context %}
counted_placements as (
    -- impressions of the experiment's actions, ghosts included
    select
        i.person as person, i.variation as variation, i.executed_at as executed_at, i.delivered_at as delivered_at,
        i.local_day as local_day, i.visitor as visitor, i.view_id as view_id, i.action as action,
        i.session_visitor as session_visitor, i.session_started_at as session_started_at
    from impressions i
    left join left_out x on x.person = i.person
    where i.site = :site and i.variation <> '' and i.bot = 0 and x.person is null
        and i.executed_at >= :from_ts and i.executed_at < :until_ts
        and {{ experiment.one_of("i.action", "action", shape.experiment.actions) }}
        and {{ experiment.one_of("i.variation", "variation", shape.experiment.variations) }}
)

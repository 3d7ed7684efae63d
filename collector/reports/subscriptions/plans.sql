{% import "shared/macros.sql" as query with context %}
-- One row: one plan: what it brought a month at the begin and at the end of the period, how many persons paid for it then, and what
-- moved in between, subscription by subscription. `lost`: who paid for it at the begin, and for nothing at the end.
with
in_segment as (
    select m.person as person, max(case when m.next_day is null or m.next_day > :until_day then m.mrr_micros else 0 end) as end_micros
    from mrr_movements m
    {% if shape.segments %}
    left join sessions s
        on s.site = :site and s.visitor = m.session_visitor and s.started_at = m.session_started_at
    {% endif %}
    where m.site = :site and m.local_day <= :until_day
        {{ query.segments() }}
    group by m.person
),
states as (
    select
        c.person as person, c.plan as plan, c.plan_before as plan_before, c.mrr_micros as mrr_micros,
        c.mrr_before_micros as mrr_before_micros, p.end_micros as person_micros,
        case when c.local_day < :from_day then 1 else 0 end as at_start,
        case when c.next_day is null or c.next_day > :until_day then 1 else 0 end as at_end,
        case
            when c.plan is null or c.plan_before is null then case when coalesce(c.plan, c.plan_before) is null then 1 else 0 end
            when c.plan = c.plan_before then 1
            else 0
        end as same_plan
    from subscription_changes c
    join in_segment p on p.person = c.person
    where c.site = :site and c.local_day <= :until_day and (c.next_day is null or c.next_day >= :from_day)
),
parts as (
    -- what a change says of the plan after it
    select
        person, plan, person_micros,
        case when at_start = 1 then mrr_micros else 0 end as start_micros,
        case when at_end = 1 then mrr_micros else 0 end as end_micros,
        case when at_start = 0 and mrr_before_micros = 0 then mrr_micros else 0 end as started_micros,
        case when at_start = 0 and mrr_before_micros > 0 and same_plan = 0 then mrr_micros else 0 end as moved_in_micros,
        case when at_start = 0 and mrr_before_micros > 0 and same_plan = 1 and mrr_micros > mrr_before_micros then mrr_micros - mrr_before_micros else 0 end as expansion_micros,
        case when at_start = 0 and mrr_micros > 0 and same_plan = 1 and mrr_micros < mrr_before_micros then mrr_before_micros - mrr_micros else 0 end as contraction_micros,
        0 as moved_out_micros,
        0 as ended_micros
    from states
    union all
    -- and of the plan before it
    select
        person, plan_before as plan, person_micros, 0 as start_micros, 0 as end_micros, 0 as started_micros, 0 as moved_in_micros,
        0 as expansion_micros, 0 as contraction_micros,
        case when mrr_micros > 0 and same_plan = 0 then mrr_before_micros else 0 end as moved_out_micros,
        case when mrr_micros = 0 then mrr_before_micros else 0 end as ended_micros
    from states
    where at_start = 0 and mrr_before_micros > 0
),
person_plans as (
    select
        person, plan, max(person_micros) as person_micros,
        {% for name in ("start", "end", "started", "expansion", "moved_in", "contraction", "moved_out", "ended") %}
        sum({{ name }}_micros) as {{ name }}_micros{{ "," if not loop.last }}
        {% endfor %}
    from parts
    group by person, plan
)
select
    plan,
    sum(case when start_micros > 0 then 1 else 0 end) as subscribers_start,
    sum(case when end_micros > 0 then 1 else 0 end) as subscribers,
    sum(case when start_micros > 0 and person_micros = 0 then 1 else 0 end) as subscribers_lost,
    {% for name in ("start", "end", "started", "expansion", "moved_in", "contraction", "moved_out", "ended") %}
    sum({{ name }}_micros) as {{ name }}_micros,
    {{ query.sum_of_products(name ~ "_micros", name ~ "_micros") }} as {{ name }}_micros_squares{{ "," if not loop.last }}
    {% endfor %}
from person_plans
where start_micros > 0 or end_micros > 0 or started_micros > 0 or moved_in_micros > 0 or moved_out_micros > 0 or ended_micros > 0
group by plan
order by subscribers desc, case when plan is null then 0 else 1 end, plan

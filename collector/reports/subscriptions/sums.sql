{% import "shared/macros.sql" as query with context %}
-- One row: the subscribers of one value of a dimension (one row in all without one): sums over persons of what they brought a month
-- at the begin and at the end of the period, and of what moved in between. `lost`: of who was there at the begin, what was no
-- longer there at the end; `net_lost`: the same less what grew.
with
period_states as (
    select
        m.person as person,
        {{ query.by_value() }},
        case when m.local_day < :from_day then m.mrr_micros else 0 end as start_micros,
        case when m.next_day is null or m.next_day > :until_day then m.mrr_micros else 0 end as end_micros,
        case when m.local_day >= :from_day then m.movement end as movement,
        case when m.local_day >= :from_day then m.mrr_micros - m.mrr_before_micros else 0 end as moved_micros
    from mrr_movements m
    {% if shape.by or shape.segments %}
    left join sessions s
        on s.site = :site and s.visitor = m.session_visitor and s.started_at = m.session_started_at
    {% endif %}
    where m.site = :site and m.local_day <= :until_day and (m.next_day is null or m.next_day >= :from_day)
        {{ query.segments() }}
),
person_sums as (
    select
        person, by_value,
        sum(start_micros) as start_micros,
        sum(end_micros) as end_micros,
        sum(moved_micros) as net_new_micros,
        {% for name in ("new", "expansion", "contraction", "churned", "reactivated") %}
        sum(case when movement = '{{ name }}' then {{ "-" if name in ("contraction", "churned") }}moved_micros else 0 end) as {{ name }}_micros,
        sum(case when movement = '{{ name }}' then 1 else 0 end) as {{ name }}
        {{- "," if not loop.last }}
        {% endfor %}
    from period_states
    group by person, by_value
),
person_losses as (
    select
        p.*,
        case when start_micros > end_micros then start_micros - end_micros else 0 end as lost_micros,
        case when start_micros > 0 then start_micros - end_micros else 0 end as net_lost_micros
    from person_sums p
)
select
    by_value,
    sum(case when start_micros > 0 then 1 else 0 end) as subscribers_start,
    sum(case when end_micros > 0 then 1 else 0 end) as subscribers,
    sum(case when start_micros > 0 and end_micros = 0 then 1 else 0 end) as subscribers_lost,
    sum(start_micros) as start_micros,
    sum(end_micros) as end_micros,
    sum(net_new_micros) as net_new_micros,
    sum(lost_micros) as lost_micros,
    sum(net_lost_micros) as net_lost_micros,
    {% for name in ("new", "expansion", "contraction", "churned", "reactivated") %}
    sum({{ name }}_micros) as {{ name }}_micros,
    sum({{ name }}) as {{ name }},
    {{ query.sum_of_products(name ~ "_micros", name ~ "_micros") }} as {{ name }}_micros_squares,
    {% endfor %}
    {{ query.sum_of_products("net_new_micros", "net_new_micros") }} as net_new_micros_squares,
    {{ query.sum_of_products("start_micros", "start_micros") }} as start_micros_squares,
    {{ query.sum_of_products("end_micros", "end_micros") }} as end_micros_squares,
    {{ query.sum_of_products("lost_micros", "lost_micros") }} as lost_micros_squares,
    {{ query.sum_of_products("lost_micros", "start_micros") }} as lost_micros_times_start_micros,
    {{ query.sum_of_products("net_lost_micros", "net_lost_micros") }} as net_lost_micros_squares,
    {{ query.sum_of_products("net_lost_micros", "start_micros") }} as net_lost_micros_times_start_micros
from person_losses
group by by_value
order by subscribers desc, case when by_value is null then 0 else 1 end, by_value

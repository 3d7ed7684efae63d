{% import "shared/macros.sql" as query with context %}
-- One row: of persons who had ordered before both times, those to whom the action or campaign was delivered in the period
-- (treated = 1), or the others; sums over persons of what they spent in the time compared with (x) and in the period (y).
with
treated as (
    select distinct i.person as person
    from impressions i
    where i.site = :site and i.bot = 0 and i.ghost = 0 and i.state = 'delivered'
        and i.delivered_at >= :from_ts and i.delivered_at < :until_ts
        {{ query.filter("action", "i.action") }}
        {{ query.in_campaign("i") }}
),
spent as (
    select
        o.person as person,
        sum(case when o.ts >= :before_from_ts and o.ts < :before_until_ts then o.net_micros else 0 end) as x,
        sum(case when o.ts >= :from_ts and o.ts < :until_ts then o.net_micros else 0 end) as y
    from orders o
    where o.site = :site and o.bot = 0 and o.excluded = 0
        and o.ts >= :both_from_ts and o.ts < :both_until_ts
    group by o.person
),
panel as (
    select
        case when t.person is null then 0 else 1 end as treated,
        coalesce(s.x, 0) as x, coalesce(s.y, 0) as y
    from persons p
    left join treated t on t.person = p.person
    left join spent s on s.person = p.person
    where p.site = :site and p.bot = 0 and p.first_order_at < :both_from_ts
)
select
    treated,
    count(*) as persons,
    sum(x) as x,
    sum(y) as y,
    {{ query.sum_of_products("x", "x") }} as xx,
    {{ query.sum_of_products("y", "y") }} as yy,
    {{ query.sum_of_products("x", "y") }} as xy
from panel
group by treated
order by treated

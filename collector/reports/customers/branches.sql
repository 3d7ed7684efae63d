-- One row: a category that customers of the period began with, one that they branched into, and how many of them did. Of those
-- who began there, `came_back` ordered again until the end of the period, whatever they bought then.
with
{% include "shared/period_customers.sql" %},
histories as (
    select
        c.person as person, o.order_key as order_key,
        row_number() over (partition by c.person order by o.ts, o.order_key) as nth
    from period_customers c
    join orders o on o.site = :site and o.person = c.person
    where o.bot = 0 and o.excluded = 0 and o.ts < :until_ts
),
bought_categories as (
    -- what each customer bought, whatever it cost, and in which of their orders first
    select h.person as person, l.category as category, min(h.nth) as first_nth
    from histories h
    join order_lines l on l.site = :site and l.person = h.person and l.order_key = h.order_key
    where l.category is not null
    group by h.person, l.category
),
ranked_categories as (
    select category, row_number() over (order by count(*) desc, category) as nth
    from bought_categories
    group by category
),
common_categories as (
    -- those of most customers: an order can name any number of categories, and pairs of them are many more
    select b.person as person, b.category as category, b.first_nth as first_nth
    from bought_categories b
    join ranked_categories r on r.category = b.category
    where r.nth <= :max_categories
),
returning_customers as (
    select person from histories where nth = 2
),
begun as (
    select c.person as person, c.category as category
    from common_categories c
    join returning_customers r on r.person = c.person
    where c.first_nth = 1
),
beginners as (
    select category, count(*) as came_back from begun group by category
)
select
    b.category as begun_with,
    c.category as branched_into,
    count(*) as customers,
    max(a.came_back) as came_back
from begun b
join beginners a on a.category = b.category
join common_categories c on c.person = b.person
where c.first_nth > 1
group by b.category, c.category
having count(*) >= :min_customers
order by customers desc, begun_with, branched_into
limit :max_branches

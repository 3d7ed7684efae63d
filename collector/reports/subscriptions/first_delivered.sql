{% import "shared/macros.sql" as query with context %}
-- One row: the persons to whom one action was delivered first of all in the period (or, ghost = 1, would have been: control), in
-- the sessions of the segment: how many subscribed for the first time since, and what these bring a month at the end of the period.
with
{% include "shared/first_deliveries.sql" %},
subscribed as (
    select
        b.person as person,
        max(case when m.next_day is null or m.next_day > :until_day then m.mrr_micros else 0 end) as end_micros
    from first_deliveries b
    join mrr_movements m on m.site = :site and m.person = b.person
    where m.local_day <= :until_day and m.began_at >= b.delivered_at
    group by b.person
)
select
    b.action as action,
    b.ghost as ghost,
    count(*) as persons_delivered,
    sum(case when s.person is null then 0 else 1 end) as new_subscribers,
    sum(case when coalesce(s.end_micros, 0) > 0 then 1 else 0 end) as subscribers,
    sum(coalesce(s.end_micros, 0)) as end_micros,
    {{ query.sum_of_products("coalesce(s.end_micros, 0)", "coalesce(s.end_micros, 0)") }} as end_micros_squares
from first_deliveries b
left join subscribed s on s.person = b.person
group by b.action, b.ghost
order by persons_delivered desc, b.action, b.ghost

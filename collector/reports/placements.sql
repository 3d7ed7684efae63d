-- One row: one action in the period (and one segment of it): what became of it each time it was placed.
with
{% include "shared/filtered_impressions.sql" %}
select
    action,
    by_value,
    coalesce(max(case when kind <> 'other' then kind end), 'other') as kind,
    max(case when kind = 'products' then 1 else 0 end) as products,
    max(case when kind = 'articles' then 1 else 0 end) as articles,
    max(campaign) as campaign,
    sum(case when ghost = 0 then 1 else 0 end) as executed,
    sum(case when ghost = 0 and state = 'delivered' then 1 else 0 end) as delivered,
    sum(case when ghost = 0 and state = 'undelivered' then 1 else 0 end) as undelivered,
    sum(case when ghost = 0 and state = 'unmeasured' then 1 else 0 end) as unmeasured,
    sum(case when ghost = 0 and state = 'delivered' then viewable else 0 end) as viewable,
    sum(case when ghost = 0 and state = 'delivered' and clicks > 0 then 1 else 0 end) as clicks,
    count(distinct case when ghost = 0 and state = 'delivered'
        then session_visitor || ' ' || session_started_at end) as sessions_delivered,
    count(distinct case when ghost = 0 and state = 'delivered' and clicks > 0
        then session_visitor || ' ' || session_started_at end) as sessions_clicked,
    count(distinct case when ghost = 0 and state = 'delivered' then person end) as persons_delivered,
    sum(case when ghost = 0 then wishlist_adds else 0 end) as wishlist_adds,
    sum(case when ghost = 0 then dismissals else 0 end) as dismissals,
    sum(ghost) as ghost_executed,
    sum(case when ghost = 1 and state = 'delivered' then 1 else 0 end) as ghost_delivered
from filtered_impressions
group by action, by_value
order by action, case when by_value is null then 0 else 1 end, by_value

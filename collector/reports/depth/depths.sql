-- One row: one action on one page: how often it was placed and seen there, and how many of the views it was placed in
-- came how deep. Each column is a twentieth of the page's height, and counts those who came at least so far.
with
{% include "shared/filtered_impressions.sql" %}
select
    i.action as action,
    i.page as page,
    count(*) as executed,
    sum(case when i.state = 'delivered' then 1 else 0 end) as delivered,
    sum(case when v.scroll is not null then 1 else 0 end) as measured
    {%- for nth in range(1, 21) %},
    sum(case when v.scroll >= {{ "%.2f" | format(nth / 20) }} then 1 else 0 end) as came_{{ nth }}
    {%- endfor %}
from filtered_impressions i
left join views v on v.site = :site and v.person = i.person and v.visitor = i.visitor and v.view_id = i.view_id
where i.ghost = 0
group by i.action, i.page
order by i.action, executed desc, case when i.page is null then 0 else 1 end, i.page

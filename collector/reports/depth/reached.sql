{% import "shared/macros.sql" as query with context %}
-- One row: one action on one page and one twentieth of the page's height (20: its end; null: not known) that views it was
-- placed in came to: how often it was placed and seen there.
with
{% include "shared/filtered_impressions.sql" %}
select
    action,
    page,
    case
        {% for nth in range(20) %}
        when scroll < {{ "%.2f" | format((nth + 1) / 20) }} then {{ nth }}
        {% endfor %}
        when scroll >= 1.00 then 20
    end as reached{{ query.and_by_value() }},
    count(*) as executed,
    sum(case when state = 'delivered' then 1 else 0 end) as delivered
from filtered_impressions
where ghost = 0
group by reached, page, action{{ query.and_by_value() }}

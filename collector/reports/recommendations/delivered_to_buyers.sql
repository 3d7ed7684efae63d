-- One row: one person who ordered in the period and one product widget that they saw in it, with how often.
with
{% include "shared/filtered_impressions.sql" %},
{% include "shared/filtered_orders.sql" %},
buyers as (
    select distinct person from filtered_orders
)
select i.person as person, i.action as action, count(*) as delivered
from buyers b
join filtered_impressions i on i.person = b.person
where i.ghost = 0 and i.state = 'delivered' and i.action in (select action from filtered_impressions where kind = 'products')
group by i.person, i.action

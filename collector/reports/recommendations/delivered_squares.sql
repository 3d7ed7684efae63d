-- One row: one product widget that was placed in the period, with the sum over persons of the square of how often they saw it.
with
{% include "shared/filtered_impressions.sql" %},
person_sums as (
    select action, person, count(*) as delivered
    from filtered_impressions
    where ghost = 0 and state = 'delivered' and action in (select action from filtered_impressions where kind = 'products')
    group by action, person
)
select action, sum(delivered * delivered) as delivered_squares
from person_sums
group by action

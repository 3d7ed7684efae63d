-- One row: the orders of the period (and one segment): how many, how many without an exchange rate, what they came to.
with
{% include "shared/filtered_orders.sql" %}
select
    by_value,
    sum(case when excluded = 0 then 1 else 0 end) as orders,
    sum(excluded) as orders_excluded,
    sum(case when excluded = 0 then net_micros else 0 end) as net_micros
from filtered_orders
group by by_value

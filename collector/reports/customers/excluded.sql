-- One row: the orders of the period (and one segment) that have no money: without a rate, or beyond what the public key is believed.
with
{% include "shared/filtered_orders.sql" %}
select coalesce(sum(excluded), 0) as orders_excluded
from filtered_orders

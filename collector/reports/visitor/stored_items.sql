-- One row: one item of an event of the person, between two places in the order of storing, both included.
with
{% include "shared/stored_keys.sql" %}
select i.*
from stored_keys k
join event_items i on i.seq = k.seq
where i.seq >= :first and i.seq <= :last
order by i.seq, i.line

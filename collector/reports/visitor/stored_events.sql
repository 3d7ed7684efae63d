-- One row: one event of the person as it is stored, with its page and what is known of its sender, in the order of storing,
-- after a place in that order.
with
{% include "shared/stored_keys.sql" %}
select
    {% include "shared/whole_event.sql" %}
from stored_keys k
join events e on e.seq = k.seq
left join pages p on p.page = e.page
left join contexts c on c.context = e.context
where e.seq > :after
order by e.seq
limit :limit

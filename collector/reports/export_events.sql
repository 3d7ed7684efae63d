-- One row: one event of a site with its page and its context, in the order of storing, after a place in that order.
select
    {% include "shared/whole_event.sql" %}
from events e
left join pages p on p.page = e.page
left join contexts c on c.context = e.context
where e.site = :site and e.seq > :after
order by e.seq
limit :limit

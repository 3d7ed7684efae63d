-- One row: one event of the person as it is stored, with its page and what is known of its sender, in the order of storing,
-- after a place in that order.
with
{% include "shared/stored_keys.sql" %}
select
    e.*,
    p.url as page_url,
    p.title as page_title,
    p.referrer as page_referrer,
    p.item as page_item,
    c.user_agent as context_user_agent,
    c.language as context_language,
    c.screen as context_screen,
    c.viewport as context_viewport,
    c.time_zone as context_time_zone,
    c.country as context_country,
    c.city as context_city,
    c.automated as context_automated
from stored_keys k
join events e on e.seq = k.seq
left join pages p on p.page = e.page
left join contexts c on c.context = e.context
where e.seq > :after
order by e.seq
limit :limit

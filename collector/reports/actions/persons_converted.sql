-- One row: one action (and one segment), with the persons who saw it in the period and then converted within the window.
with
{% include "shared/filtered_impressions.sql" %},
{% include "shared/filtered_conversions.sql" %}
select i.action as action, i.by_value as by_value, count(distinct i.person) as persons_converted
from filtered_impressions i
join filtered_conversions c on c.person = i.person
where i.ghost = 0 and i.state = 'delivered'
    and c.ts >= i.delivered_at and c.ts <= i.delivered_at + :window_ms
    and (
        c.confirmation_view is null or i.view_id <> c.confirmation_view or i.visitor <> c.confirmation_visitor
        or i.interacted_at <= c.ts
    )
group by i.action, i.by_value

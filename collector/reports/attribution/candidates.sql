-- One row: one action that may be credited for one conversion of the period, and the segment of its latest delivery.
with
{% include "shared/filtered_conversions.sql" %},
{% include "shared/filtered_attribution_candidates.sql" %}
select
    k.event_id as event_id, k.trust as trust, k.ts as ts, k.action as action, k.campaign as campaign,
    k.first_delivered_at as first_delivered_at, k.last_delivered_at as last_delivered_at,
    k.last_clicked_at as last_clicked_at, k.by_value as by_value, k.in_segment as in_segment,
    case when c.excluded = 0 then coalesce(c.value_micros, 0) else 0 end as value_micros
from filtered_attribution_candidates k
join filtered_conversions c on c.event_id = k.event_id and c.trust = k.trust
order by k.ts, k.event_id, k.trust, k.action

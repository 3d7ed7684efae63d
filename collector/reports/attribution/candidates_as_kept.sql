-- One row: one action that may be credited for one conversion of the period.
-- As candidates.sql, from the candidates that facts keep.
with
{% include "shared/filtered_conversions.sql" %}
select
    c.event_id as event_id, c.trust as trust, c.ts as ts, k.action as action, null as campaign,
    k.first_delivered_at as first_delivered_at, k.last_delivered_at as last_delivered_at,
    k.last_clicked_at as last_clicked_at, null as by_value, 1 as in_segment,
    case when c.excluded = 0 then coalesce(c.value_micros, 0) else 0 end as value_micros
from filtered_conversions c
join attribution_candidates k on k.site = :site and k.person = c.person and k.event_id = c.event_id and k.trust = c.trust
order by c.ts, c.event_id, c.trust, k.action

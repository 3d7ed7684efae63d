-- One row: one event of the person in a time, with its page, and what a goal claimed that is not believed; the latest first.
-- What was measured of impressions is left to impressions.sql.
with
{% include "shared/own_event_keys.sql" %}
select
    e.seq as seq,
    e.id as id,
    e.trust as trust,
    e.type as type,
    e.ts as ts,
    coalesce(e.visitor, '') as visitor,
    e.user_id as user_id,
    e.view_id as view_id,
    e.action as action,
    e.variation as variation,
    e.item as item,
    e.item_group as item_group,
    e.quantity_micros as quantity_micros,
    e.amount_micros as amount_micros,
    e.currency as currency,
    e.order_id as order_id,
    e.name as name,
    e.engaged_ms as engaged_ms,
    e.scroll as scroll,
    e.reason as reason,
    e.body as body,
    p.url as url,
    p.title as title,
    p.path as path,
    p.item as page_item,
    c.claimed_micros as claimed_micros
from own_event_keys k
join events e on e.seq = k.seq
left join pages p on p.page = e.page
left join conversions c
    on e.type = 'goal' and c.site = :site and c.person = :person and c.event_id = e.id and c.trust = e.trust
where e.seq <= :facts_seq and e.type <> 'evidence'
order by e.ts desc, e.id desc, e.trust desc
limit :limit

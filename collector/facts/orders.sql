-- One row: one order, net of its refunds, in the site's currency. `conflicts` are repeated reports of it that differ:
-- other lines, another total or another person.
with
order_sums as (
    select
        order_key,
        count(*) as lines,
        sum(sold_micros) as sold_micros,
        sum(refunded_micros) as refunded_micros,
        sum(net_micros) as net_micros,
        sum(case when discounted = 0 then net_micros else 0 end) as full_price_micros
    from scoped_order_lines
    group by order_key
),
order_conflicts as (
    select r.order_key as order_key, count(*) as conflicts
    from repeated_purchases r
    join uncancelled_orders p on p.order_key = r.order_key
    join sessionized_events e on e.ordinal = r.ordinal
    left join differing_purchases d on d.ordinal = r.ordinal
    where d.ordinal is not null or e.person <> p.person
    group by r.order_key
)
select
    :site as site,
    p.person as person,
    p.order_key as order_key,
    p.order_id as order_id,
    p.id as event_id,
    p.trust as trust,
    p.ts as ts,
    p.local_day as local_day,
    p.visitor as visitor,
    p.currency as currency,
    p.excluded as excluded,
    coalesce(s.sold_micros, 0) as sold_micros,
    coalesce(s.refunded_micros, 0) as refunded_micros,
    coalesce(s.net_micros, 0) as net_micros,
    coalesce(s.lines, 0) as lines,
    p.duplicates as duplicates,
    coalesce(c.conflicts, 0) as conflicts,
    p.session_visitor as session_visitor,
    p.session_started_at as session_started_at,
    p.bot as bot,
    p.claimed_micros as claimed_micros,
    coalesce(s.full_price_micros, 0) as full_price_micros
from uncancelled_orders p
left join order_sums s on s.order_key = p.order_key
left join order_conflicts c on c.order_key = p.order_key

-- One row: what one refund took back of one item of an order: never more than what was left of it.
-- A refund line without an amount takes back its quantity at the price paid, without both the whole item; a refund
-- without lines the whole order.
with
order_items as (
    select
        p.order_key as order_key, p.order_id as order_id, p.person as person, p.bot as bot, l.item as item,
        min(l.line) as line,
        sum(coalesce(l.net_micros, 0)) as net_micros,
        sum(l.quantity) as quantity,
        max(coalesce(l.unit_net_micros, 0)) as unit_net_micros
    from standing_purchases p
    join scoped_lines l on l.seq = p.seq
    group by p.order_key, p.order_id, p.person, p.bot, l.item
),
refund_events as (
    select
        e.ordinal as ordinal, e.seq as seq, e.id as id, e.trust as trust, e.ts as ts, e.local_day as local_day,
        e.order_id as order_id, e.reason as reason, count(l.seq) as named_lines
    from scoped_events e
    left join scoped_lines l on l.seq = e.seq
    where e.type = 'refund'
    group by e.ordinal, e.seq, e.id, e.trust, e.ts, e.local_day, e.order_id, e.reason
),
asked_refunds as (
    select
        r.ordinal as ordinal, r.id as id, r.trust as trust, l.line as line, r.ts as ts, r.local_day as local_day, r.reason as reason,
        i.order_key as order_key, i.order_id as order_id, i.person as person, i.bot as bot, i.item as item,
        l.quantity as quantity,
        i.net_micros as net_micros,
        case
            when l.amount_micros is not null then l.amount_micros
            when l.quantity is null or l.quantity >= i.quantity then i.net_micros
            else l.quantity * i.unit_net_micros
        end as asked_micros
    from refund_events r
    join scoped_lines l on l.seq = r.seq
    join order_items i on i.order_id = r.order_id and i.item = l.item
    union all
    select
        r.ordinal as ordinal, r.id as id, r.trust as trust, i.line as line, r.ts as ts, r.local_day as local_day, r.reason as reason,
        i.order_key as order_key, i.order_id as order_id, i.person as person, i.bot as bot, i.item as item,
        i.quantity as quantity,
        i.net_micros as net_micros,
        i.net_micros as asked_micros
    from refund_events r
    join order_items i on i.order_id = r.order_id
    where r.named_lines = 0
),
cumulated_refunds as (
    select
        a.*,
        sum(asked_micros) over (
            partition by order_key, item order by ordinal, line
            rows between unbounded preceding and current row
        ) as asked_so_far_micros
    from asked_refunds a
)
select
    id as event_id, trust, line, ts, local_day, reason, order_key, order_id, person, bot, item, quantity,
    case
        when asked_so_far_micros <= net_micros then asked_micros
        when asked_so_far_micros - asked_micros >= net_micros then 0
        else net_micros - (asked_so_far_micros - asked_micros)
    end as refunded_micros
from cumulated_refunds

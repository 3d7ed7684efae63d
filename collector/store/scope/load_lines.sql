-- One row: one line of a purchase or a refund in the scope, its money in the site's currency. A refund is converted as
-- the order it belongs to was.
insert into scoped_lines
with
ranked_purchases as (
    select seq, order_id, currency, local_day,
        row_number() over (partition by order_id order by ordinal) as nth
    from scoped_events
    where type = 'purchase' and order_id is not null
),
priced_events as (
    select e.seq, e.type, e.currency, e.local_day
    from scoped_events e
    where e.type = 'purchase'
    union all
    select e.seq, e.type, p.currency, p.local_day
    from scoped_events e
    join ranked_purchases p on p.order_id = e.order_id and p.nth = 1
    where e.type = 'refund'
),
rated_events as (
    select
        e.*,
        case when e.currency <> :currency then (
            select r.rate from rates r
            where r.site = :site and r.currency = e.currency
                and r.rate_date <= date(e.local_day / 1000, 'unixepoch')
            order by r.rate_date desc limit 1
        ) else '1' end as rate
    from priced_events e
),
net_lines as (
    select
        e.seq, e.currency, e.rate, i.line, i.item, i.item_group, i.category,
        case when e.type = 'purchase' then coalesce(i.quantity, 1) else i.quantity end as quantity,
        case when e.type = 'purchase'
            then coalesce(i.price_micros, 0) * coalesce(i.quantity, 1) - coalesce(i.discount_micros, 0)
        end as net_micros,
        case when e.type = 'refund' then i.amount_micros end as amount_micros
    from rated_events e
    join event_items i on i.seq = e.seq
),
converted_lines as (
    select
        n.*,
        case when currency <> :currency then in_site_currency(net_micros, rate) else net_micros end as own_net,
        case when currency <> :currency then in_site_currency(amount_micros, rate) else amount_micros end as own_amount
    from net_lines n
)
select seq, line, item, item_group, category, quantity, own_net, own_net / quantity, own_amount
from converted_lines

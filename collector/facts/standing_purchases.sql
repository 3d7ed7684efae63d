-- One row: the purchase event that stands for an order: the first with its order id. Without an order id, each is its own.
with
numbered_purchases as (
    select
        e.*,
        case when order_id is not null then 'o:' || order_id else 'e:' || id || ':' || trust end as order_key
    from traced_events e
    where type = 'purchase' and person <> ''
),
ranked_purchases as (
    select
        p.*,
        row_number() over (partition by order_key order by ordinal) as nth,
        count(*) over (partition by order_key) as purchases
    from numbered_purchases p
)
select
    seq, order_key, order_id, id, trust, ts, local_day, person, visitor, currency, excluded,
    session_visitor, session_started_at, bot,
    purchases - 1 as duplicates
from ranked_purchases
where nth = 1

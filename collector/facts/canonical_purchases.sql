-- One row: one order, by the purchase event that represents it: people's before a bot's, the secret key's before the public
-- one's, then the earliest. `lines_seq` is the event whose lines it has: its own, or those of the latest later purchase that
-- replaces them. Where that event names no visitor, `browser_visitor` is that of the earliest other purchase of the
-- order within a day of it that names one. `page_ordinal` is the purchase whose view is that of the order: its own, or of
-- the others of that visitor within a day the earliest that has one.
with
numbered_purchases as (
    select
        ordinal, seq, ts, visitor, view_id, bot, trust, replaces, order_id,
        case when order_id is not null then 'o:' || order_id else 'e:' || id || ':' || trust end as order_key
    from scoped_events
    where type = 'purchase'
),
ranked_purchases as (
    select
        p.*,
        row_number() over (partition by order_key order by replaces, bot, trust desc, ordinal) as nth,
        sum(case when replaces = 0 then 1 else 0 end) over (partition by order_key) as plain_purchases
    from numbered_purchases p
),
top_ranked_purchases as (
    select * from ranked_purchases where nth = 1
),
replacements as (
    select
        r.order_key as order_key, r.seq as seq,
        row_number() over (partition by r.order_key order by r.ordinal desc) as nth_latest
    from ranked_purchases r
    join top_ranked_purchases s on s.order_key = r.order_key
    where r.replaces = 1 and r.ordinal > s.ordinal and r.bot <= s.bot
),
browser_purchases as (
    select
        o.order_key as order_key, o.visitor as visitor, o.ordinal as ordinal,
        row_number() over (partition by o.order_key order by o.ordinal) as nth
    from ranked_purchases o
    join top_ranked_purchases s on s.order_key = o.order_key
    where s.visitor = '' and o.visitor <> '' and o.bot <= s.bot
        and o.ts >= s.ts - :same_order_ms and o.ts <= s.ts + :same_order_ms
),
page_purchases as (
    select
        o.order_key as order_key, o.ordinal as ordinal,
        row_number() over (partition by o.order_key order by case when o.nth = 1 then 0 else 1 end, o.ordinal) as nth
    from ranked_purchases o
    join top_ranked_purchases s on s.order_key = o.order_key
    left join browser_purchases b on b.order_key = o.order_key and b.nth = 1
    where o.view_id is not null and o.visitor = coalesce(b.visitor, s.visitor) and o.bot <= s.bot
        and o.ts >= s.ts - :same_order_ms and o.ts <= s.ts + :same_order_ms
)
select
    s.order_key as order_key,
    s.order_id as order_id,
    s.ordinal as ordinal,
    s.seq as seq,
    coalesce(r.seq, s.seq) as lines_seq,
    b.visitor as browser_visitor,
    v.ordinal as page_ordinal,
    case when s.plain_purchases > 1 then s.plain_purchases - 1 else 0 end as duplicates
from top_ranked_purchases s
left join replacements r on r.order_key = s.order_key and r.nth_latest = 1
left join browser_purchases b on b.order_key = s.order_key and b.nth = 1
left join page_purchases v on v.order_key = s.order_key and v.nth = 1

-- One row: one event of the scope, up to the one numbered :upto, with its page, its browser and place, its local day, and
-- its money in the site's currency; ordinal is its place in the order of (time, id). {offset} is the zone's offset from
-- UTC at e.ts, a case over integers.
insert into scoped_events
with
chosen_events as (
    select e.* from scope_visitors s cross join events e on e.site = :site and e.visitor = s.visitor
    where e.seq <= :upto
    union all
    select e.* from scope_users s cross join events e on e.site = :site and e.user_id = s.user_id
    where e.visitor is null and e.seq <= :upto
        and (e.trust > 0 or not exists (select 1 from facts_failed f where f.site = :site and f.name = 'p:' || e.user_id))
    union all
    select e.* from scope_orders s cross join events e on e.site = :site and e.order_id = s.order_id
    where e.seq <= :upto
        and (e.visitor is null or e.visitor not in (select visitor from scope_visitors))
        and (e.visitor is not null or e.user_id is null or e.user_id not in (select user_id from scope_users))
        and not exists (
            select 1 from facts_failed f
            where f.site = :site and f.name in (
                case when e.visitor is not null then 'v:' || e.visitor else 'u:' || e.user_id end,
                case when e.visitor is null and e.trust = 0 then 'p:' || e.user_id end
            )
        )
),
dated_events as (
    select e.*, e.ts + {offset} as local_ts from chosen_events e
),
rated_events as (
    select
        e.*,
        case when e.currency <> :currency then (
            select r.rate from rates r
            where r.site = :site and r.currency = e.currency
                and r.rate_date <= date(e.local_ts / 1000, 'unixepoch')
            order by r.rate_date desc limit 1
        ) else '1' end as rate
    from dated_events e
)
select
    row_number() over (order by e.ts, e.id, e.trust), e.seq, e.trust, e.id, e.type, e.ts, e.local_ts - e.local_ts % 86400000,
    coalesce(e.visitor, ''), e.user_id, e.view_id,
    e.action, e.variation, e.kind, e.campaign,
    e.item, e.item_group, e.quantity_micros,
    case when e.currency <> :currency then in_site_currency(e.amount_micros, e.rate) else e.amount_micros end,
    case when e.rate is null then 1 else 0 end, e.amount_micros, coalesce(e.currency, :currency), e.order_id,
    case when e.type = 'refund' and e.body is not null then json_extract(e.body, '$.refund_id') end,
    case when e.type = 'refund' and e.body is not null then coalesce(json_extract(e.body, '$.cancel'), 0) else 0 end,
    case when e.type = 'purchase' and e.body is not null then coalesce(json_extract(e.body, '$.replaces'), 0) else 0 end,
    e.name,
    case when e.type = 'assign' then coalesce(json_extract(e.body, '$.allocation'), 0) else 0 end,
    case when e.type = 'assign' then coalesce(json_extract(e.body, '$.override'), 0) else 0 end,
    case when e.type = 'subscription' then json_extract(e.body, '$.subscription_id') end,
    case when e.type = 'subscription' then json_extract(e.body, '$.status') end,
    case when e.type = 'subscription' then json_extract(e.body, '$.plan') end,
    case when e.type = 'survey' then json_extract(e.body, '$.instrument') end,
    case when e.type = 'survey' then json_extract(e.body, '$.score') end,
    case when e.type = 'survey' then coalesce(
        json_extract(e.body, '$.scale'), case when json_extract(e.body, '$.instrument') = 'nps' then 10 else 5 end
    ) end,
    case when e.type = 'survey' then json_extract(e.body, '$.comment') end,
    case when e.type = 'survey' then e.body -> '$.answers' end,
    e.engaged_ms, e.scroll, e.max_fraction, e.visible_ms, e.longest_ms,
    e.reason,
    case when e.type in ('evidence', 'skip') and e.body is not null then json_extract(e.body, '$.detail') end,
    case when e.type = 'evidence' and e.reason = 'below_fold' and json_extract(e.body, '$.detail.page') > 0
        and json_type(e.body, '$.detail.page') in ('integer', 'real')
        and json_type(e.body, '$.detail.top') in ('integer', 'real')
        then min(max(1.0 * json_extract(e.body, '$.detail.top') / json_extract(e.body, '$.detail.page'), 0.0), 1.0) end,
    case when e.type = 'evidence' and e.reason = 'below_fold' and json_extract(e.body, '$.detail.top') > 0
        and json_type(e.body, '$.detail.top') in ('integer', 'real')
        and json_type(e.body, '$.detail.deepest') in ('integer', 'real')
        then 1.0 * json_extract(e.body, '$.detail.deepest') / json_extract(e.body, '$.detail.top') end,
    case when e.type = 'evidence' and e.body is not null
        then coalesce(json_extract(e.body, '$.detail.min_fraction'), json_extract(e.body, '$.detail.min_ms')) is not null
        else 0 end,
    p.url, p.path, p.title, p.referrer, p.referrer_host, p.item, p.source, p.medium, p.utm_campaign,
    c.device, c.browser, c.os, c.country, c.city, c.language, coalesce(c.bot, 0)
from rated_events e
left join pages p on p.page = e.page
left join contexts c on c.context = e.context

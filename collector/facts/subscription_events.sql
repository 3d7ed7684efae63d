-- One row: one event of a person's subscription, with the state it leaves: whether it runs, its plan, and what it brings a month in
-- the site's currency. What an event does not say stays as it was. A `changed` begins what was never heard of, but not what had
-- ended: only `started` does. What runs without a known amount, or in a currency without a rate, is excluded. Bots' are none.
with
turned as (
    select
        e.*,
        sum(case when status = 'changed' then 0 else 1 end) over (
            partition by person, subscription_id order by ordinal rows between unbounded preceding and current row
        ) as turns
    from sessionized_events e
    where type = 'subscription' and person <> '' and subscription_id is not null and bot = 0
),
latest_turns as (
    select person, subscription_id, turns, max(status) as status
    from turned
    where status <> 'changed'
    group by person, subscription_id, turns
),
said as (
    -- of what has ended, nothing that is said counts
    select
        e.*,
        coalesce(t.status, '') as turn,
        case when coalesce(t.status, '') <> 'cancelled' then e.amount_micros end as said_micros,
        case when coalesce(t.status, '') <> 'cancelled' then e.plan end as said_plan
    from turned e
    left join latest_turns t
        on t.person = e.person and t.subscription_id = e.subscription_id and t.turns = e.turns
),
numbered as (
    select
        s.*,
        count(said_micros) over (
            partition by person, subscription_id order by ordinal rows between unbounded preceding and current row
        ) as amounts,
        count(said_plan) over (
            partition by person, subscription_id order by ordinal rows between unbounded preceding and current row
        ) as plans
    from said s
),
latest_amounts as (
    select person, subscription_id, amounts, max(value_micros) as mrr_micros, max(currency) as currency
    from numbered
    where said_micros is not null
    group by person, subscription_id, amounts
),
latest_plans as (
    select person, subscription_id, plans, max(said_plan) as plan
    from numbered
    where said_plan is not null
    group by person, subscription_id, plans
)
select
    n.ordinal as ordinal,
    n.person as person,
    n.subscription_id as subscription_id,
    n.ts as ts,
    n.local_day as local_day,
    n.session_visitor as session_visitor,
    n.session_started_at as session_started_at,
    case when n.turn = 'cancelled' then 0 else 1 end as running,
    case when n.turn = 'cancelled' then null else p.plan end as plan,
    case when n.turn = 'cancelled' then null else a.currency end as currency,
    case when n.turn = 'cancelled' then 0 else coalesce(a.mrr_micros, 0) end as mrr_micros,
    case when n.turn <> 'cancelled' and a.mrr_micros is null then 1 else 0 end as excluded
from numbered n
left join latest_amounts a on a.person = n.person and a.subscription_id = n.subscription_id and a.amounts = n.amounts
left join latest_plans p on p.person = n.person and p.subscription_id = n.subscription_id and p.plans = n.plans

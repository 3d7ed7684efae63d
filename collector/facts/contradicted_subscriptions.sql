-- One row: one event that contradicts an earlier one of its subscription, or whose amount cannot be counted. `micros` is what
-- is set aside: for `never_began` and `had_ended` the amount that it says, for `no_rate` that in its own `currency`, for
-- `began_twice` and `other_currency` what the subscription had brought until then. Null where no amount is known.
with
followed as (
    select
        e.ordinal as ordinal, e.person as person, e.subscription_id as subscription_id, e.ts as ts,
        e.plan as plan, e.mrr_micros as mrr_micros, e.currency as currency,
        lag(e.running, 1, -1) over (partition by e.person, e.subscription_id order by e.ordinal) as running_before,
        lag(e.plan, 1, null) over (partition by e.person, e.subscription_id order by e.ordinal) as plan_before,
        lag(e.mrr_micros, 1, 0) over (partition by e.person, e.subscription_id order by e.ordinal) as mrr_before_micros,
        lag(e.currency, 1, null) over (partition by e.person, e.subscription_id order by e.ordinal) as currency_before
    from subscription_events e
),
judged as (
    select
        f.*,
        s.id as event_id, s.trust as trust, s.amount_micros as said_micros, s.value_micros as value_micros,
        s.currency as said_currency,
        case
            when s.status = 'cancelled' and f.running_before = -1 then 'never_began'
            when s.status = 'changed' and f.running_before = 0 then 'had_ended'
            when s.status <> 'cancelled' and s.amount_micros is not null and s.value_micros is null then 'no_rate'
            when f.running_before = 1 and s.status <> 'cancelled' and f.currency <> f.currency_before
                then 'other_currency'
            when f.running_before = 1 and s.status = 'started'
                and (f.mrr_micros <> f.mrr_before_micros or coalesce(f.plan, '') <> coalesce(f.plan_before, ''))
                then 'began_twice'
        end as why
    from followed f
    join sessionized_events s on s.ordinal = f.ordinal
)
select
    :site as site,
    person, event_id, trust, subscription_id, ts, why,
    case
        when why = 'no_rate' then said_micros
        when why in ('never_began', 'had_ended') then value_micros
        else mrr_before_micros
    end as micros,
    case when why = 'no_rate' then said_currency end as currency
from judged
where why is not null

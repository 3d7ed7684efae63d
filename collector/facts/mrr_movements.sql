-- One row: one day of one person at whose end all their subscriptions together bring another amount a month than at the end of the
-- day before. It stays so until the day before `next_day` ends; null: until now. `began_at` is when they first subscribed to what
-- brings something, with the session of that moment, if in one.
with
day_sums as (
    select person, local_day, sum(mrr_micros - mrr_before_micros) as moved_micros
    from scoped_subscription_changes
    group by person, local_day
),
days_after as (
    select
        person, local_day, moved_micros,
        sum(moved_micros) over (
            partition by person order by local_day rows between unbounded preceding and current row
        ) as mrr_micros,
        row_number() over (partition by person order by local_day) as nth,
        lead(local_day, 1, null) over (partition by person order by local_day) as next_day
    from day_sums
    where moved_micros <> 0
),
first_events as (
    select
        d.person as person, e.ts as ts, e.session_visitor as session_visitor, e.session_started_at as session_started_at,
        row_number() over (partition by d.person order by e.ordinal) as nth
    from days_after d
    join subscription_events e on e.person = d.person and e.local_day = d.local_day
    where d.nth = 1 and e.mrr_micros > 0
)
select
    :site as site,
    d.person as person,
    d.local_day as local_day,
    d.next_day as next_day,
    case
        when d.nth = 1 then 'new'
        when d.mrr_micros = 0 then 'churned'
        when d.mrr_micros = d.moved_micros then 'reactivated'
        when d.moved_micros > 0 then 'expansion'
        else 'contraction'
    end as movement,
    d.mrr_micros - d.moved_micros as mrr_before_micros,
    d.mrr_micros as mrr_micros,
    f.ts as began_at,
    f.session_visitor as session_visitor,
    f.session_started_at as session_started_at
from days_after d
join first_events f on f.person = d.person and f.nth = 1

-- One row: how many events are stored and not yet in facts, when the first of them was received, when the process that
-- computes facts last finished a piece of work (epoch ms), and how many names are set aside. Beyond 10,000 the numbers of
-- rejected repeats are in the first. A shared account whose facts are due counts as one event.
with
done as (
    select seq from facts_done
),
first_ones as (
    select seq from events where seq > (select seq from done) order by seq limit 10000
)
select
    case
        when count(*) < 10000 then count(*)
        else max(10000, (select max(seq) from events) - (select seq from done))
    end + (select count(*) from facts_due) as behind,
    (select received_at from events where seq = (select min(seq) from first_ones)) as waiting_since,
    (select worked_at from facts_progress) as worked_at,
    (select count(*) from facts_failed) as set_aside
from first_ones

-- One row: how many events are stored and not yet in facts; beyond 10,000 the numbers of refused repeats are in it too. A
-- shared account whose facts are due counts as one.
with
done as (
    select seq from facts_done
),
first_ones as (
    select 1 from events where seq > (select seq from done) limit 10000
)
select
    case
        when count(*) < 10000 then count(*)
        else max(10000, (select max(seq) from events) - (select seq from done))
    end + (select count(*) from facts_due) as behind
from first_ones

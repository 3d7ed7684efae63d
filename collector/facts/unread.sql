-- One row: how far facts have read, and the last event of the next step of at most :step events (null if there is none).
with
next_events as (
    select seq
    from events
    where seq > (select seq from facts_done)
    order by seq
    limit :step
)
select d.seq as after_seq, (select max(seq) from next_events) as upto_seq
from facts_done d

-- One row: how far facts have read, and the last event of the next step of at most :step events (null if there is none).
select
    d.seq as after_seq,
    (select max(seq) from (select seq from events where seq > d.seq order by seq limit :step)) as upto_seq
from facts_done d

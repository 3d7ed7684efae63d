-- One row: one event of a run that is taken back.
insert into doomed (seq, page, context, order_id)
select seq, page, context, order_id
from events
where seq between :first and :last

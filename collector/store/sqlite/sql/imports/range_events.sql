-- One row: one event of a run that is taken back.
insert into to_erase (seq, page, context, order_id)
select seq, page, context, order_id
from events
where seq between :first and :last

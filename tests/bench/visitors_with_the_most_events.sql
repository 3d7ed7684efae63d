-- One row: one of the :wanted visitors with the most events.
select visitor
from person_visitors
order by events desc, visitor
limit :wanted

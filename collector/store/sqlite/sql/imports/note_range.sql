-- One row: the numbers of the events that one batch of an import brought, unless all of them were stored before.
insert into imported_ranges (import, first_seq, last_seq)
select :import, min(seq), max(seq)
from events
where seq between :first and :last
having count(*) > 0

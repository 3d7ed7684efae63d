-- One row: the last event that facts know of.
select seq as facts_seq
from facts_done

-- One row, or none: whether anybody was ever assigned to a control; without, nothing need be counted by arms.
select 1 as found
from assignments
where site = :site and variation = 'control' and override = 0
limit 1

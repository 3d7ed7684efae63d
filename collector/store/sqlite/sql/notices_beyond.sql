-- One row, if there are notices of long ago or too many of one site and day: one such site and day.
select site, day
from notices
group by site, day
having day < date('now', '-' || :days || ' days') or count(*) > :kept
limit 1

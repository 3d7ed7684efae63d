-- One row: how many erasures there are of which the file or its log may still hold traces.
select count(*) as erasures
from erasures
where rewritten = 0 or purged = 0

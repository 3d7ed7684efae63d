-- One row: how many erasures the pages of the file were not written anew after, and when the latest of them was.
select count(*) as erasures, coalesce(max(erased_at), 0) as erased_at
from erasures
where rewritten = 0

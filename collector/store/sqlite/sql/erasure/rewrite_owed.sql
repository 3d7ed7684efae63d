-- One row: how many erasures the pages of the file were not written anew after, and when the first and the last were.
select
    count(*) as erasures,
    coalesce(min(erased_at), 0) as first_at,
    coalesce(max(erased_at), 0) as last_at
from erasures
where rewritten = 0

-- One row: one page of doomed events that no other event points at.
select distinct page
from doomed
where page is not null and page not in (
    select page
    from events
    where page in (select page from doomed where page is not null) and seq not in (select seq from doomed)
)

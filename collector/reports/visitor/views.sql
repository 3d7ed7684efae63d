-- One row: one page view of the person in a time, with how long and how deep it was read.
select visitor, view_id, page_views, engaged_ms, scroll
from views
where site = :site and person = :person and ts >= :since and ts <= :until
order by visitor, view_id

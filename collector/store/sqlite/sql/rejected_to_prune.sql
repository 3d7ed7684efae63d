-- One row: one site with more than :kept rejected events, and the newest of those too many.
select s.site, (
    select r.rejection from rejected_events r where r.site = s.site order by r.rejection desc limit 1 offset :kept
) as beyond
from sites s
where beyond is not null

-- One row: one name that events tie to one of these, and is none of them.
select distinct to_name
from links
where site = :site
    and from_name in (select value from json_each(:names))
    and to_name not in (select value from json_each(:names))

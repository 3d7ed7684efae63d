-- One row: one tie of a name of the list :names, a JSON array, to another.
select l.from_name, l.to_name
from json_each(:names) n
cross join links l on l.site = :site and l.from_name = n.value

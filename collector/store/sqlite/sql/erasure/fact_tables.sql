-- One row: one table of facts about persons.
select t.name
from pragma_table_list as t
where t.schema = 'main' and t.type = 'table'
    and exists (select 1 from pragma_table_info(t.name) as c where c.name = 'person')
    and exists (select 1 from pragma_table_info(t.name) as c where c.name = 'site')
order by t.name

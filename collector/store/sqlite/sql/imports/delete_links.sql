-- One row: one tie between two names that events taken back bore.
delete from links
where site = :site
    and from_name in (select value from json_each(:names))
    and to_name in (select value from json_each(:names))

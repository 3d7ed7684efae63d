-- One row: one erased name that was set aside.
delete from facts_failed
where site = :site and name in (select value from json_each(:names))

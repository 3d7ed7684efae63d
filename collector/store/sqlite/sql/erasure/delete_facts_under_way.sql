-- One row: one erased name whose facts were being computed when a process died.
delete from facts_under_way
where site = :site and name in (select value from json_each(:names))

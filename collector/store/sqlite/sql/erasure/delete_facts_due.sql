-- One row: one erased name whose facts were due.
delete from facts_due
where site = :site and name in (select value from json_each(:names))

-- One row: one erased name whose facts could not be computed.
delete from facts_failed
where site = :site and name in (select value from json_each(:names))

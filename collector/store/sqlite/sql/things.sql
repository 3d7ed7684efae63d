-- One row: one registered thing of a kind, with what is said of it.
select id, body from things where site = :site and thing = :thing order by id

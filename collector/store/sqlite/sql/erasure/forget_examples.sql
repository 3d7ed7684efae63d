-- One row: one kind of fault whose example is a doomed event: the count stays, the example goes.
update notices
set example = null
where site = :site and example in (select e.id from doomed d join events e on e.seq = d.seq)

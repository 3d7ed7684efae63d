-- One row: one doomed event.
delete from events
where seq in (select seq from doomed)

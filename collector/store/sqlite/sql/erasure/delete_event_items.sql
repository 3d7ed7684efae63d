-- One row: one item of a doomed event.
delete from event_items
where seq in (select seq from doomed)

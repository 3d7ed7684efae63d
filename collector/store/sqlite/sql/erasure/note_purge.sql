-- One row: one erasure nothing is left of.
update erasures
set purged = 1
where purged = 0

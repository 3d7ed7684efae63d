-- One row: one erasure that all pages were written anew after. The write-ahead log has them, and is to be emptied again.
update erasures
set rewritten = 1, purged = 0
where rewritten = 0

-- One row: whether there was an erasure after which the write-ahead log has not been emptied.
select exists (select 1 from erasures where purged = 0)

-- One row: the sequence number of the newest event; 0 if there is none.
select coalesce(max(seq), 0) as seq from events

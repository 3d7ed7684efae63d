-- One row: one run of events that is taken back.
delete from imported_ranges
where import = :import and first_seq = :first

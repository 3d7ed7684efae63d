-- One row: the import of which everything is taken back.
update imports
set undone_at = :now, removals = removals + 1
where import = :import

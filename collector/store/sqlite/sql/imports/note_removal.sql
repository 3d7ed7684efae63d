-- One row: the import that one more part of is taken back.
update imports
set removals = removals + 1
where import = :import

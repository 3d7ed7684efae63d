-- One row: one name that events tie to a name.
select to_name from links where site = :site and from_name = :name

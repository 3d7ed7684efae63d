-- One row: one tie of two names of a site, in one direction only.
select from_name, to_name from links where site = :site and from_name < to_name

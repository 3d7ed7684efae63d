-- One row: the site, whose facts are then computed again as a whole.
update facts_rules
set fingerprint = ''
where site = :site

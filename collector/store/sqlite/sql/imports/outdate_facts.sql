-- One row: the site, whose facts are computed again as a whole unless whoever takes events back sees to them.
update facts_rules
set fingerprint = ''
where site = :site

-- One row: a name whose facts could not be computed, with its site and the engine's words for it.
select sites.name as site, facts_failed.name, facts_failed.error
from facts_failed
join sites on sites.site = facts_failed.site
order by sites.name, facts_failed.name

-- One row: a name that is set aside, with its site, and why.
select sites.name as site, facts_failed.name, facts_failed.error
from facts_failed
join sites on sites.site = facts_failed.site
order by sites.name, facts_failed.name

-- One row: a name that is set aside, with its site, and why. Of a user it may be what strangers said alone.
select
    sites.name as site,
    case when substr(facts_failed.name, 1, 2) = 'p:' then 'what the public key sent of u:' || substr(facts_failed.name, 3)
        else facts_failed.name end as name,
    facts_failed.error
from facts_failed
join sites on sites.site = facts_failed.site
order by sites.name, facts_failed.name

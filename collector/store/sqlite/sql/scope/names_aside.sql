-- One row: one name of a site whose own events are left out of facts.
select name from facts_failed where site = :site

-- One row, if there are more than :kept rejected events of a site: the newest of those too many.
select rejection from rejected_events where site = :site order by rejection desc limit 1 offset :kept

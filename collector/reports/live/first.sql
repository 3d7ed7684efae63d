-- One row: one of the events of a site, of which it has few.
select type, action from events where site = :site limit :limit

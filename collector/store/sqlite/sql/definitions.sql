-- One row: one definition of an action, a campaign or a goal (:kind).
select id, body from definitions where site = :site and kind = :kind order by id

-- One row, or none: an impression of an action.
select 1 from impressions where site = :site and action = :name limit 1

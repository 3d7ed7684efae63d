-- One row, or none: a conversion on a goal.
select 1 from conversions where site = :site and goal = :name limit 1

-- One row: one action (and one segment), with how often it was meant for a view and not placed.
with
-- with: asked_skips
select action, by_value, count(*) as skipped
from asked_skips
group by action, by_value

-- One row: all conversions of the period on the goal, and what they are worth.
with
-- with: asked_conversions
select
    count(*) as conversions,
    coalesce(sum(case when excluded = 0 then value_micros else 0 end), 0) as value_micros,
    coalesce(sum(case when excluded = 0 then 1.0 * value_micros * value_micros else 0 end), 0) as value_squares
from asked_conversions

-- One row: one value of a dimension among the sessions of the period and the segment, the most frequent first.
with
-- with: asked_sessions
select by_value, count(*) as sessions
from asked_sessions
group by by_value
order by sessions desc, by_value
limit :most

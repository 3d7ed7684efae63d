-- One row: what one identify event said of the user, in the order of time.
select body
from events
where site = :site and user_id = :user_id and type = 'identify' and body is not null and seq <= :facts_seq
order by ts, id, trust

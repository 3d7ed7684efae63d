-- One row: what one identify event said of the user, with the public key before all that was said with the secret
-- one, as anybody can send with the public key; each in the order of time.
select body
from events
where site = :site and user_id = :user_id and type = 'identify' and body is not null and seq <= :facts_seq
order by trust, ts, id

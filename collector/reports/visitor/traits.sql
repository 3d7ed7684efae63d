-- One row: the traits that one identify event set, with the public key before all that were set with the secret
-- one, as anybody can send with the public key; each in the order of time.
select body
from events
where site = :site and user_id = :user_id and type = 'identify' and body is not null and seq <= :facts_seq
order by trust, ts, id

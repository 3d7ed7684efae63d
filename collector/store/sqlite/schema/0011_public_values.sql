-- What an order or a goal claimed to be worth that only the public key reported, in millionths of the site's currency, where
-- that is more than the site believes: it is `excluded` then. Null of all others.
alter table orders add column claimed_micros integer;
alter table conversions add column claimed_micros integer;

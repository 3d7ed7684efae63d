-- One row: one broken record and an order that it may be of: one whose number it has, or else the one that stands on both
-- sides of it. Records without an order of their own stay alone, under a key that nobody else has.
create index records_by_order on records (order_id) where order_key is not null;
insert or ignore into spoilt (order_key, record)
select r.order_key, b.record
from records b
cross join json_each(b.may_be) m
cross join records r on r.order_id = m.value and r.order_key is not null
where b.wrong is not null;
insert or ignore into spoilt (order_key, record)
select neighbours.before_key, neighbours.record
from (
    select
        b.record,
        (select order_key from records r where r.record < b.record and r.wrong is null order by r.record desc limit 1)
            as before_key,
        (select order_key from records r where r.record > b.record and r.wrong is null order by r.record limit 1)
            as after_key
    from records b
    where b.wrong is not null and b.record not in (select record from spoilt)
) as neighbours
where neighbours.before_key = neighbours.after_key;
update records set order_key = (select min(s.order_key) from spoilt s where s.record = records.record)
where record in (select record from spoilt);
update records set order_key = 'record ' || record where order_key is null;
create index records_by_key on records (order_key);
update records set first_record = (select min(r.record) from records r where r.order_key = records.order_key);
create index records_by_place on records (first_record, record);

-- One row: one record of the file, with those of the same order beside it, orders by their first record.
select r.order_key, r.line, r.text, r.texts, coalesce(r.wrong, (
    select 'may be of the same order as line ' || b.line || ', which ' || b.wrong
    from spoilt s
    join records b on b.record = s.record
    where s.order_key = r.order_key and b.order_key <> r.order_key
    limit 1
)) as wrong
from records r
order by r.first_record, r.record

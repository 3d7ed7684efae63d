-- One row: one record as it was read.
insert into records (record, order_key, order_id, line, text, said, wrong, may_be)
values (?, ?, ?, ?, ?, ?, ?, ?)

-- One row: one record of a file while the lines of its orders are put together; a file that is deleted afterwards.
pragma journal_mode = off;
pragma synchronous = off;
create table records (
    record integer primary key,
    order_key text,
    first_record integer,
    order_id text,
    line integer not null,
    text text not null,
    texts text not null,
    wrong text,
    may_be text not null
);
-- One row: one order that a broken record may be of: it is rejected, too.
create table spoilt (
    order_key text not null,
    record integer not null,
    primary key (order_key, record)
) without rowid;

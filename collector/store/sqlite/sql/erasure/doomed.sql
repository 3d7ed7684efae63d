-- One row: one event that is being erased; a temporary table of one connection.
create temp table doomed (
    seq integer primary key,
    page integer,
    context integer not null,
    order_id text
)

-- One row: one change of the schema that this database has been through.
create table if not exists migrations (
    number integer primary key,
    name text not null,
    applied_at integer not null
) strict

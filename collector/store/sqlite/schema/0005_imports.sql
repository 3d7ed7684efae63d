-- One row: one import of a file, by the label that it can be undone by. `removals` grows with each part that is taken back,
-- so that a process that writes events notices that pages and contexts it knows may be gone.
create table imports (
    import integer primary key autoincrement,
    site integer not null,
    label text not null,
    file text not null,
    started_at integer not null,
    undone_at integer,
    removals integer not null default 0,
    unique (site, label)
) strict;

-- One row: a run of events, by number, that one import brought: all that are stored with numbers from the first to the last.
create table imported_ranges (
    import integer not null,
    first_seq integer not null,
    last_seq integer not null,
    primary key (import, first_seq)
) without rowid, strict;

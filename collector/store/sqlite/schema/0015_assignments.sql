-- Who was assigned to which variation of which experiment, and when first. Like all facts it can be computed again.
create table assignments (
    site integer not null,
    person text not null,
    visitor text not null,
    experiment text not null,
    variation text not null,
    allocation integer not null,
    override integer not null,
    ts integer not null,
    local_day integer not null,
    session_visitor text,
    session_started_at integer,
    bot integer not null,
    primary key (site, person, visitor, experiment, variation, allocation, override)
) without rowid;
create index assignments_by_experiment on assignments (site, experiment, ts);
insert into sqlite_stat1 (tbl, idx, stat) values
    ('assignments', 'assignments', '500000 500000 3 3 1 1 1 1'),
    ('assignments', 'assignments_by_experiment', '500000 500000 50000 1');

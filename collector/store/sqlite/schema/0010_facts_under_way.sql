-- One row: a name whose facts are being computed now (under_way: 1), or were when the process that did so died. `deaths`:
-- how often that happened since they were last computed to the end.
create table facts_under_way (
    site integer not null,
    name text not null,
    under_way integer not null,
    deaths integer not null,
    primary key (site, name)
) without rowid;
-- Of a name that is set aside because its facts killed the process: the rules (see facts_rules) they were computed by. The
-- same rules do not try it again by themselves.
alter table facts_failed add column died_by text;

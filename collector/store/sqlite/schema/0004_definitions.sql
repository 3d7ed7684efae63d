-- One row: what an owner defined an action, a campaign or a goal as: a JSON object. None of them needs a row to be counted.
create table definitions (
    site integer not null,
    kind text not null,
    id text not null,
    body text not null,
    primary key (site, kind, id)
) without rowid;

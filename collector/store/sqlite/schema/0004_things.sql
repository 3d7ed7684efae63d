-- One row: what an owner says of an action, a campaign or a goal: a JSON object. None of them needs a row to be counted.
create table things (
    site integer not null,
    thing text not null,
    id text not null,
    body text not null,
    primary key (site, thing, id)
) without rowid;

-- What was wrong with events: of those that were taken without a part of them, and of some that were rejected.

-- One row: one fault (a reason of the closed list, in a field of a type of event) on one day (UTC), how many events had
-- it, and the id of one of them. `outcome` is taken or rejected.
create table notices (
    site integer not null,
    day text not null,
    type text not null,
    field text not null,
    code text not null,
    outcome text not null,
    events integer not null,
    example text,
    primary key (site, day, type, field, code, outcome)
) without rowid, strict;

-- One row: one web origin that a site does not list, and how often pages of it sent with the site's public key.
create table rejected_origins (
    site integer not null,
    origin text not null,
    requests integer not null,
    first_at integer not null,
    last_at integer not null,
    primary key (site, origin)
) without rowid, strict;

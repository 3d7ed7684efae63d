-- Links by which anybody who has one looks at a single page, until they expire or are revoked.

-- One row: one link, by the hash of its token; `addresses` is a JSON list of the page and the data it fetches. `account`
-- is of who made it, if it was not made with a key.
create table shares (
    share integer primary key autoincrement,
    token_hash text not null unique,
    site integer not null,
    addresses text not null,
    made_by text not null,
    account integer,
    created_at integer not null,
    expires_at integer not null,
    used_at integer
) strict;

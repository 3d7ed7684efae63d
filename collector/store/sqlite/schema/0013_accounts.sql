-- People who sign in, what each may do on which site, and the log of who changed what.

-- One row: somebody who signs in with an e-mail address (in lower case) and a password, of which an Argon2 hash is kept.
create table accounts (
    account integer primary key autoincrement,
    email text not null unique,
    password_hash text,
    created_at integer not null,
    disabled_at integer
) strict;

-- One row: what somebody may do on a site; the site 0 stands for all of them.
create table roles (
    account integer not null,
    site integer not null,
    role text not null,
    primary key (account, site)
) without rowid, strict;

-- One row: the hash of a token with which somebody may set a password, until it expires.
create table invitations (
    token_hash text primary key,
    account integer not null,
    expires_at integer not null
) without rowid, strict;

-- One row: a browser in which somebody is signed in, by the hash of a random id.
create table account_sessions (
    session integer primary key autoincrement,
    session_hash text not null unique,
    account integer not null,
    begun_at integer not null,
    seen_at integer not null,
    browser text not null
) strict;

create index account_sessions_by_account on account_sessions (account);

-- One row: what somebody changed on a site (0 is the server): an e-mail address, the hint of a key, or cli.
create table changes (
    change integer primary key autoincrement,
    site integer not null,
    at integer not null,
    actor text not null,
    action text not null,
    subject text not null,
    details text not null
) strict;

create index changes_by_site on changes (site, change);

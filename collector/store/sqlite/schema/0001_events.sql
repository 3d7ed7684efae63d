-- The truth: sites and their keys, the events as they came (append-only), and what was rejected.
-- Strict tables: a number without room in 64 bits is rejected, not rounded.

create table sites (
    site integer primary key,
    name text not null unique,
    time_zone text not null,
    currency text not null,
    settings text not null default '{}',
    created_at integer not null
) strict;

-- One row: one key of a site. Keys are 256 random bits, so a plain SHA-256 of one cannot be turned back.
create table keys (
    key_hash text primary key,
    site integer not null references sites (site),
    kind text not null check (kind in ('public', 'secret', 'read', 'admin')),
    hint text not null,
    created_at integer not null,
    revoked_at integer
) strict;

-- One row: one combination of browser and place, shared by all events that have it.
-- device, browser, os and bot are worked out later, off the request path; until then bot is null.
create table contexts (
    context integer primary key,
    user_agent text,
    language text,
    screen text,
    viewport text,
    time_zone text,
    country text,
    city text,
    automated integer not null default 0,
    device text,
    browser text,
    os text,
    bot integer
) strict;
create index contexts_to_classify on contexts (context) where bot is null;

-- One row: one page as some event of a site described it, with the parts of its address that reports ask for.
create table pages (
    page integer primary key,
    site integer not null,
    url text,
    title text,
    referrer text,
    item text,
    path text,
    referrer_host text,
    source text,
    medium text,
    utm_campaign text
) strict;

-- One row: one event. seq grows in the order of commits, so facts can say how far they have read.
create table events (
    seq integer primary key autoincrement,
    site integer not null,
    trust integer not null,
    id text not null,
    type text not null,
    ts integer not null,
    received_at integer not null,
    visitor text,
    user_id text,
    view_id text,
    action text,
    variation text,
    kind text,
    campaign text,
    item text,
    item_group text,
    quantity_micros integer,
    amount_micros integer,
    currency text,
    order_id text,
    name text,
    engaged_ms integer,
    scroll real,
    max_fraction real,
    visible_ms integer,
    longest_ms integer,
    reason text,
    body text,
    page integer,
    context integer not null
) strict;
create unique index events_once on events (site, trust, id);
create index events_by_visitor on events (site, visitor, ts) where visitor is not null;
create index events_by_user on events (site, user_id, ts) where user_id is not null;
create index events_by_order on events (site, order_id) where order_id is not null;

-- One row: one item of an event, in the sender's order: shown in a widget, bought, or refunded.
create table event_items (
    seq integer not null,
    line integer not null,
    item text not null,
    item_group text,
    quantity_micros integer,
    price_micros integer,
    discount_micros integer,
    amount_micros integer,
    category text,
    primary key (seq, line)
) without rowid, strict;

-- One row: one event that was rejected, with the reasons its sender got.
create table rejected_events (
    rejection integer primary key autoincrement,
    site integer not null,
    received_at integer not null,
    id text,
    event text not null,
    errors text not null
) strict;
create index rejected_events_newest on rejected_events (site, received_at);

-- One row: the rate of a currency from one local date (2026-01-31) until the next row's:
-- reporting currency = amount * rate, an exact decimal.
create table rates (
    site integer not null,
    currency text not null,
    rate_date text not null,
    rate text not null,
    primary key (site, currency, rate_date)
) without rowid, strict;

-- One row: one erasure this database has been through, by its number in the log beside the database. Until `purged`
-- is 1, the write-ahead log may still have what was erased.
create table erasures (
    erasure text primary key,
    erased_at integer not null,
    purged integer not null default 0
) strict;

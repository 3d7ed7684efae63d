-- The scope: the events of a closed set of persons, laid out for fact SQL. Temporary tables of one connection.
create temp table scope_visitors (visitor text primary key) without rowid;
create temp table scope_users (user_id text primary key) without rowid;
create temp table scope_orders (order_id text primary key) without rowid;
create temp table scope_persons (person text primary key) without rowid;
create temp table scope_shared_accounts (user_id text primary key) without rowid;
create temp table scope_shared_devices (visitor text primary key, by_users integer) without rowid;
create temp table scoped_events (
    ordinal integer primary key, seq integer, trust integer, id text, type text, ts integer, local_day integer,
    visitor text, user_id text, view_id text,
    action text, variation text, kind text, campaign text,
    item text, item_group text, quantity_micros integer,
    value_micros integer, excluded integer, amount_micros integer, currency text,
    order_id text, refund_id text, cancels integer, replaces integer, name text,
    allocation integer, override integer,
    subscription_id text, status text, plan text,
    instrument text, score integer, scale integer, comment_text text, answers_json text,
    engaged_ms integer, scroll real, max_fraction real, visible_ms integer, longest_ms integer,
    reason text, detail text, stood real, reach real, too_little integer,
    url text, path text, title text, referrer text, referrer_host text, page_item text,
    source text, medium text, utm_campaign text,
    device text, browser text, os text, country text, city text, language text, bot integer
);
create temp table scoped_shown_items (
    seq integer, line integer, item text, item_group text,
    primary key (seq, line)
) without rowid;
create temp table scoped_lines (
    seq integer, line integer, item text, item_group text, category text, quantity_micros integer,
    price_micros integer, discount_micros integer, amount_micros integer,
    primary key (seq, line)
) without rowid;
create temp table scoped_rates (
    currency text, rate_date text, rate text,
    primary key (currency, rate_date)
) without rowid;

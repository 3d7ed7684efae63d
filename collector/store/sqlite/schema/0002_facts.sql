-- What is concluded from the events. Every table here can be emptied and computed again.

-- One row: how far facts have been computed, and by which rules for a site.
create table facts_done (
    only_row integer primary key check (only_row = 1),
    seq integer not null
);
insert into facts_done values (1, 0);
-- One row: a name whose facts are out of date: of a shared account or of somebody with very many events, which got new
-- ones, or of somebody tied to who was erased. Its turn comes between the steps that take new events in.
create table facts_due (
    site integer not null,
    name text not null,
    primary key (site, name)
) without rowid;
create table facts_rules (
    site integer primary key,
    fingerprint text not null
);

-- One row: two names that events tie together, in both directions: v:visitor, u:user, o:order.
-- Whatever is reachable from one name is computed together.
create table links (
    site integer not null,
    from_name text not null,
    to_name text not null,
    primary key (site, from_name, to_name)
) without rowid;

create table persons (
    site integer not null,
    person text not null,
    user_id text,
    first_seen integer not null,
    last_seen integer not null,
    events integer not null,
    orders integer not null,
    net_micros integer not null,
    bot integer not null,
    primary key (site, person)
) without rowid;
create index persons_newest on persons (site, last_seen);

-- One row: an unbroken run of events on one visitor that belong to one person, from (from_ts, from_id)
-- to (until_ts, until_id), both included. Most visitors have one run; a shared device has several.
create table person_visitors (
    site integer not null,
    person text not null,
    visitor text not null,
    from_ts integer not null,
    from_id text not null,
    until_ts integer not null,
    until_id text not null,
    events integer not null,
    primary key (site, person, visitor, from_ts, from_id)
) without rowid;
create index person_visitors_by_visitor on person_visitors (site, visitor, until_ts);

create table sessions (
    site integer not null,
    person text not null,
    visitor text not null,
    started_at integer not null,
    ended_at integer not null,
    local_day integer not null,
    page_views integer not null,
    engaged_ms integer not null,
    bounced integer not null,
    is_new integer not null,
    landing_page text,
    referrer text,
    referrer_host text,
    source text,
    medium text,
    utm_campaign text,
    device text,
    browser text,
    os text,
    country text,
    city text,
    language text,
    bot integer not null,
    primary key (site, person, visitor, started_at)
) without rowid;
create index sessions_by_time on sessions (site, started_at);
create index sessions_by_visitor on sessions (site, visitor, started_at);

create table views (
    site integer not null,
    person text not null,
    visitor text not null,
    view_id text not null,
    session_started_at integer,
    ts integer not null,
    path text,
    url text,
    title text,
    page_item text,
    page_views integer not null,
    engaged_ms integer,
    scroll real,
    bot integer not null,
    primary key (site, person, visitor, view_id)
) without rowid;
create index views_by_time on views (site, ts);
create index views_by_session on views (site, visitor, session_started_at);

create table impressions (
    site integer not null,
    person text not null,
    visitor text not null,
    view_id text not null,
    action text not null,
    variation text not null,
    kind text not null,
    campaign text,
    executed_at integer not null,
    local_day integer not null,
    delivered_at integer,
    state text not null,
    ghost integer not null,
    viewable integer not null,
    interacted integer not null,
    interacted_at integer,
    placed integer not null,
    reason text,
    detail text,
    max_fraction real,
    visible_ms integer,
    longest_ms integer,
    clicks integer not null,
    quick_adds integer not null,
    wishlist_adds integer not null,
    dismissals integer not null,
    session_visitor text,
    session_started_at integer,
    page text,
    bot integer not null,
    seen_before integer not null,
    seen_in_session_before integer,
    clicked_in_session_before integer,
    primary key (site, person, visitor, view_id, action, variation)
);
create index impressions_by_time on impressions (site, executed_at);
create index impressions_by_kind on impressions (site, kind, executed_at, action, bot);
create index impressions_by_action on impressions (site, action, state, executed_at);
-- Where a report counts actions day by day, it finds all it needs here, in the order it needs it in.
create index impressions_by_day on impressions (
    site, local_day, action, ghost, state, executed_at, bot, kind, campaign, viewable, clicks, wishlist_adds, dismissals,
    seen_before, seen_in_session_before, clicked_in_session_before
);
create index impressions_clicked on impressions (site, executed_at) where clicks > 0;
create index impressions_first_seen on impressions (site, session_started_at, session_visitor, action)
where seen_in_session_before = -1 and state = 'delivered' and ghost = 0 and bot = 0;

create table item_impressions (
    site integer not null,
    person text not null,
    visitor text not null,
    view_id text not null,
    action text not null,
    item text not null,
    variation text not null,
    item_group text,
    position_shown integer,
    executed_at integer not null,
    delivered_at integer,
    measured integer not null,
    clicks integer not null,
    quick_adds integer not null,
    wishlist_adds integer not null,
    ghost integer not null,
    bot integer not null,
    primary key (site, person, visitor, view_id, action, item)
) without rowid;
create index item_impressions_by_time on item_impressions (site, executed_at);

create table skips (
    site integer not null,
    person text not null,
    event_id text not null,
    trust integer not null,
    visitor text not null,
    view_id text,
    action text not null,
    ts integer not null,
    local_day integer not null,
    reason text not null,
    detail text,
    session_visitor text,
    session_started_at integer,
    page text,
    bot integer not null,
    primary key (site, person, event_id, trust)
) without rowid;
create index skips_by_time on skips (site, ts);

create table engagements (
    site integer not null,
    person text not null,
    event_id text not null,
    trust integer not null,
    type text not null,
    ts integer not null,
    local_day integer not null,
    visitor text not null,
    view_id text,
    action text,
    variation text not null,
    item text,
    item_group text,
    quantity_micros integer,
    session_visitor text,
    session_started_at integer,
    bot integer not null,
    primary key (site, person, event_id, trust)
) without rowid;
create index engagements_by_time on engagements (site, ts);
create index engagements_by_session on engagements (site, session_visitor, session_started_at);

create table orders (
    site integer not null,
    person text not null,
    order_key text not null,
    order_id text,
    event_id text not null,
    trust integer not null,
    ts integer not null,
    local_day integer not null,
    visitor text not null,
    currency text not null,
    excluded integer not null,
    sold_micros integer not null,
    refunded_micros integer not null,
    net_micros integer not null,
    lines integer not null,
    duplicates integer not null,
    conflicts integer not null,
    session_visitor text,
    session_started_at integer,
    bot integer not null,
    primary key (site, person, order_key)
) without rowid;
create index orders_by_time on orders (site, ts);
create index orders_by_id on orders (site, order_id);

create table order_lines (
    site integer not null,
    person text not null,
    order_key text not null,
    line integer not null,
    ts integer not null,
    local_day integer not null,
    item text not null,
    item_group text,
    category text,
    quantity_micros integer not null,
    excluded integer not null,
    sold_micros integer not null,
    refunded_micros integer not null,
    net_micros integer not null,
    found_action text,
    found_variation text,
    found_by text,
    found_item text,
    found_event text,
    found_at integer,
    found_same_session integer,
    clicked_action text,
    clicked_at integer,
    session_action text,
    session_visitor text,
    session_started_at integer,
    bot integer not null,
    primary key (site, person, order_key, line)
) without rowid;
create index order_lines_by_time on order_lines (site, ts);

create table refunds (
    site integer not null,
    person text not null,
    event_id text not null,
    trust integer not null,
    line integer not null,
    order_id text not null,
    order_key text,
    ts integer not null,
    local_day integer not null,
    item text not null,
    quantity_micros integer,
    refunded_micros integer not null,
    reason text,
    bot integer not null,
    primary key (site, person, event_id, trust, line)
) without rowid;
create index refunds_by_time on refunds (site, ts);

-- One row: a refund, or a line of one, that took back less than it names; its person is its order (o: and the order id).
create table unmatched_refunds (
    site integer not null,
    person text not null,
    event_id text not null,
    trust integer not null,
    line integer not null,
    order_id text not null,
    item text,
    ts integer not null,
    local_day integer not null,
    why text not null,
    lost_micros integer,
    primary key (site, person, event_id, trust, line)
) without rowid;
create index unmatched_refunds_by_time on unmatched_refunds (site, ts);

create table cancelled_orders (
    site integer not null,
    person text not null,
    order_key text not null,
    order_id text not null,
    event_id text not null,
    trust integer not null,
    ts integer not null,
    cancelled_at integer not null,
    cancelled_by text not null,
    reason text,
    bot integer not null,
    primary key (site, person, order_key)
) without rowid;

create table conversions (
    site integer not null,
    person text not null,
    event_id text not null,
    trust integer not null,
    goal text not null,
    ts integer not null,
    local_day integer not null,
    order_key text,
    value_micros integer,
    excluded integer not null,
    session_visitor text,
    session_started_at integer,
    confirmation_visitor text,
    confirmation_view text,
    bot integer not null,
    primary key (site, person, event_id, trust)
) without rowid;
create index conversions_by_time on conversions (site, ts);
create index conversions_by_session on conversions (site, session_visitor, session_started_at);

create table attribution_candidates (
    site integer not null,
    person text not null,
    event_id text not null,
    trust integer not null,
    action text not null,
    goal text not null,
    ts integer not null,
    first_delivered_at integer not null,
    last_delivered_at integer not null,
    last_clicked_at integer,
    last_executed_at integer not null,
    primary key (site, person, event_id, trust, action)
) without rowid;
create index attribution_candidates_by_time on attribution_candidates (site, ts);

-- One row: a name that is set aside, since its events are too many or could not be computed, and why. Its own events (a
-- visitor's, or a user's that name no visitor) are left out of facts until they are rebuilt.
create table facts_failed (
    site integer not null,
    name text not null,
    error text not null,
    primary key (site, name)
) without rowid;

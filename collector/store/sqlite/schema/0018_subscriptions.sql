-- What became of subscriptions, and of what each person brings a month. Like all facts they can be computed again.
create table subscription_changes (
    site integer not null,
    person text not null,
    subscription_id text not null,
    local_day integer not null,
    next_day integer,
    ts integer not null,
    running_before integer not null,
    running integer not null,
    plan_before text,
    plan text,
    mrr_before_micros integer not null,
    mrr_micros integer not null,
    currency text,
    excluded integer not null,
    primary key (site, person, subscription_id, local_day)
) without rowid;
create index subscription_changes_excluded on subscription_changes (site, local_day) where excluded = 1;
create table mrr_movements (
    site integer not null,
    person text not null,
    local_day integer not null,
    next_day integer,
    movement text not null,
    mrr_before_micros integer not null,
    mrr_micros integer not null,
    began_at integer not null,
    session_visitor text,
    session_started_at integer,
    primary key (site, person, local_day)
) without rowid;
insert into sqlite_stat1 (tbl, idx, stat) values
    ('subscription_changes', 'subscription_changes', '100000 100000 2 2 1'),
    ('subscription_changes', 'subscription_changes_excluded', '1000 1000 100'),
    ('mrr_movements', 'mrr_movements', '100000 100000 2 1');

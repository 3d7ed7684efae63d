-- Events of subscriptions that contradict earlier ones. Like all facts it can be computed again.
create table contradicted_subscriptions (
    site integer not null,
    person text not null,
    event_id text not null,
    trust integer not null,
    subscription_id text not null,
    ts integer not null,
    why text not null,
    micros integer,
    currency text,
    primary key (site, person, event_id, trust)
) without rowid;
create index contradicted_subscriptions_by_time on contradicted_subscriptions (site, ts);
insert into sqlite_stat1 (tbl, idx, stat) values
    ('contradicted_subscriptions', 'contradicted_subscriptions', '1000 1000 2 1 1'),
    ('contradicted_subscriptions', 'contradicted_subscriptions_by_time', '1000 1000 1');

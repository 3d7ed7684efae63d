-- How deep the visitor came on the page of an impression; and of one below the fold where it stood (0 top, 1 bottom of the
-- page) and which part of the way there the visitor came. Reports on places find all they need in one index.
alter table impressions add column scroll real;
alter table impressions add column stood real;
alter table impressions add column reach real;
drop index impressions_by_time;
drop index impressions_by_action;
create index impressions_by_time on impressions (
    site, executed_at, bot, ghost, state, action, page, reason, scroll, stood, reach
);
drop index skips_by_time;
create index skips_by_time on skips (site, ts, bot, action, reason);
create index impressions_by_action on impressions (site, action, state, executed_at, reason);
insert into sqlite_stat1 (tbl, idx, stat) values
    ('impressions', 'impressions_by_action', '3000000 3000000 100000 50000 2 2 noskipscan'),
    ('impressions', 'impressions_by_time', '3000000 3000000 3 3 3 3 2 2 2 2 2 1'),
    ('skips', 'skips_by_time', '1000000 1000000 1 1 1 1');

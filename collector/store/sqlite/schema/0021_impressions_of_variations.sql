-- What an experiment reads of impressions, those with a variation, without a look at each of all others of its time.
create index impressions_of_variations on impressions (
    site, action, person, variation, executed_at, delivered_at, bot, visitor, view_id
) where variation <> '';
insert into sqlite_stat1 (tbl, idx, stat) values
    ('impressions', 'impressions_of_variations', '300000 300000 50000 8 8 2 2 2 2 1');

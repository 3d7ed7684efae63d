-- One row: one kind of data, and when the first of it happened that reports count; null where there is none.
select 'visits' as data, (select min(started_at) from sessions where site = :site and bot = 0) as first_ts
union all
select 'impressions' as data, (select min(executed_at) from impressions where site = :site and bot = 0) as first_ts
union all
select 'orders' as data, (select min(ts) from orders where site = :site and bot = 0) as first_ts
union all
select 'conversions' as data, (select min(ts) from conversions where site = :site and bot = 0) as first_ts
union all
select 'answers' as data, (select min(ts) from survey_answers where site = :site and bot = 0) as first_ts

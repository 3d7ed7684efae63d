-- One row: one kind of happening on one day of the period.
select 'page_view' as type, v.ts - (v.ts - :from_ts) % 86400000 as starts_at, sum(v.page_views) as happened
from views v where v.site = :site and v.bot = 0 and v.ts >= :from_ts and v.ts < :until_ts
group by v.ts - (v.ts - :from_ts) % 86400000
union all
select 'execute' as type, i.executed_at - (i.executed_at - :from_ts) % 86400000 as starts_at, count(*) as happened
from impressions i where i.site = :site and i.bot = 0 and i.executed_at >= :from_ts and i.executed_at < :until_ts
group by i.executed_at - (i.executed_at - :from_ts) % 86400000
union all
select 'deliver' as type, i.executed_at - (i.executed_at - :from_ts) % 86400000 as starts_at, count(*) as happened
from impressions i
where i.site = :site and i.bot = 0 and i.state = 'delivered' and i.executed_at >= :from_ts and i.executed_at < :until_ts
group by i.executed_at - (i.executed_at - :from_ts) % 86400000
union all
select 'evidence' as type, i.executed_at - (i.executed_at - :from_ts) % 86400000 as starts_at, count(*) as happened
from impressions i
where i.site = :site and i.bot = 0 and i.max_fraction is not null
    and i.executed_at >= :from_ts and i.executed_at < :until_ts
group by i.executed_at - (i.executed_at - :from_ts) % 86400000
union all
select e.type as type, e.ts - (e.ts - :from_ts) % 86400000 as starts_at, count(*) as happened
from engagements e where e.site = :site and e.bot = 0 and e.ts >= :from_ts and e.ts < :until_ts
group by e.type, e.ts - (e.ts - :from_ts) % 86400000
union all
select c.goal as type, c.ts - (c.ts - :from_ts) % 86400000 as starts_at, count(*) as happened
from conversions c where c.site = :site and c.bot = 0 and c.ts >= :from_ts and c.ts < :until_ts
group by c.goal, c.ts - (c.ts - :from_ts) % 86400000

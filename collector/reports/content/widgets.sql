-- One row: one content widget that was placed in the period, with what was seen and clicked.
with
-- with: asked_impressions
select
    action,
    sum(case when ghost = 0 and state = 'delivered' then 1 else 0 end) as delivered,
    sum(case when ghost = 0 and state = 'delivered' and clicks > 0 then 1 else 0 end) as clicks
from asked_impressions
where action in (select action from asked_impressions where kind = 'articles')
group by action
order by action

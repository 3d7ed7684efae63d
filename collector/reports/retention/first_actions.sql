-- One row: one action that was delivered to persons first of all in the units shown (or would have been: control, of `ghosts`).
select p.first_delivered_action as action, count(*) as persons, sum(p.first_delivered_ghost) as ghosts
from persons p
where p.site = :site and p.bot = 0 and p.first_delivered_at >= :unit_1 and p.first_delivered_at < :until_ts
group by p.first_delivered_action
order by persons desc, p.first_delivered_action
limit :max_actions

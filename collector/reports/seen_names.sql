-- One row: one action, perhaps more than once, campaign or goal that some event named.
select 'action' as thing, action as name from impressions where site = :site group by action
union all
select 'action' as thing, action as name from skips where site = :site group by action
union all
select 'campaign' as thing, campaign as name from impressions where site = :site and campaign is not null group by campaign
union all
select 'goal' as thing, goal as name from conversions where site = :site group by goal

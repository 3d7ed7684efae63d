-- One row: one action, campaign or goal that some event named.
select 'action' as thing, action as name from impressions where site = :site group by action
union
select 'action' as thing, action as name from skips where site = :site group by action
union
select 'campaign' as thing, campaign as name from impressions where site = :site and campaign is not null group by campaign
union
select 'goal' as thing, goal as name from conversions where site = :site group by goal

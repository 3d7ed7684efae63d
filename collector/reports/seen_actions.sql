-- One row: one action of which there is an impression.
select distinct action from impressions where site = :site order by action

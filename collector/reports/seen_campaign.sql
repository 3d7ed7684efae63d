-- One row, or none: an impression of a campaign.
select 1 from impressions where site = :site and campaign = :name limit 1

-- One row: one visitor (kind 'v') or user (kind 'u') of a site that has events.
select distinct 'v' as kind, visitor as name from events where site = :site and visitor is not null
union all
select distinct 'u' as kind, user_id as name from events where site = :site and user_id is not null

-- One row: one impression of the person, placed in a time.
select
    visitor, view_id, action, variation, kind, campaign, executed_at, delivered_at, state, ghost, viewable, interacted,
    reason, detail, max_fraction, visible_ms, longest_ms
from impressions
where site = :site and person = :person and executed_at >= :since and executed_at <= :until
order by executed_at, visitor, view_id, action, variation

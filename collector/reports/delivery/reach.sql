-- One row: what was measured of one impression that stood below the fold.
with
-- with: asked_impressions
select detail
from asked_impressions
where ghost = 0 and state = 'undelivered' and reason = 'below_fold' and detail is not null

-- One row: what was measured of one impression that stood below the fold.
with
{% include "shared/filtered_impressions.sql" %}
select detail
from filtered_impressions
where ghost = 0 and state = 'undelivered' and reason = 'below_fold' and detail is not null

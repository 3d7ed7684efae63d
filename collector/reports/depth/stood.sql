{% import "shared/macros.sql" as query with context %}
-- One row: where one impression stood that lay below the fold.
with
{% include "shared/filtered_impressions.sql" %}
select action, page, stood{{ query.and_by_value() }}
from filtered_impressions
where ghost = 0 and state = 'undelivered' and reason = 'below_fold' and stood is not null

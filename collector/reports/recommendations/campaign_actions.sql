{% import "shared/macros.sql" as query with context %}
-- One row: one action of the campaign of the query, placed in the period or within the window before it.
select distinct i.action as action
from impressions i
where i.site = :site and i.bot = 0
    and i.executed_at >= :from_ts - :window_ms and i.executed_at < :until_ts
    {{ query.in_campaign("i") }}

-- One row: one origin that a site does not list and that pages sent from. Only the latest thirty of a site are kept.
insert into rejected_origins (site, origin, requests, first_at, last_at)
select
    value ->> 0 as site,
    value ->> 1 as origin,
    count(*),
    min(value ->> 2),
    max(value ->> 2)
from jsonb_each(cast(:rows as text))
where true
group by 1, 2
on conflict (site, origin) do update set
    requests = case when first_at < excluded.last_at - 604800000 then excluded.requests else requests + excluded.requests end,
    first_at = case when first_at < excluded.last_at - 604800000 then excluded.first_at else first_at end,
    last_at = excluded.last_at

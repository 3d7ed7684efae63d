-- One row: one key of a site, revoked ones included.
select
    hint,
    kind,
    created_at,
    revoked_at
from keys
where site = :site
order by created_at, rowid

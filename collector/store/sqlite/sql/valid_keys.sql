-- One row: one key that may be used.
select
    key_hash,
    site,
    kind
from keys
where revoked_at is null

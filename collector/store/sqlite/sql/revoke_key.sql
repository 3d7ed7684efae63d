-- One row: the key of a site that begins like this, from now on without effect.
update keys
set revoked_at = coalesce(revoked_at, :now)
where site = :site and hint = :hint

-- Links to single pages.

-- name: valid_share
-- One row: a link, by its number or the hash of its token, while whoever made it may still read what it shows.
select share, site, addresses, made_by, created_at, expires_at, used_at
from shares s
where (share = :share or token_hash = :token_hash)
    and expires_at > :now
    and (
        exists (
            select 1
            from roles r
            join accounts a on a.account = r.account
            where r.account = s.account
                and r.site in (0, s.site)
                and r.role in ('analyst', 'owner')
                and a.disabled_at is null
        )
        or s.account is null and exists (
            select 1
            from keys k
            where k.site = s.site
                and k.hint = s.made_by
                and k.revoked_at is null
        )
    )

-- name: shares_of
-- One row: one link to a page of a site that has not expired.
select share, site, addresses, made_by, created_at, expires_at, used_at
from shares
where site = :site
    and expires_at > :now
order by share desc

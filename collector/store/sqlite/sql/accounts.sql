-- People who sign in.

-- name: all_accounts
-- One row: one account.
select account, email, created_at, disabled_at, password_hash is not null as has_password
from accounts
order by email

-- name: all_roles
-- One row: what one account may do on one site.
select account, site, role
from roles
order by account, site

-- name: password_of
-- One row: the hash of a password.
select password_hash
from accounts
where account = :account

-- name: other_owners
-- One row: another owner of a site who may sign in.
select r.account
from roles r
join accounts a on a.account = r.account
where r.site in (0, :site)
    and r.role = 'owner'
    and r.account <> :account
    and a.disabled_at is null
limit 1

-- name: valid_invitation
-- One row: whose password a token may set.
select i.account
from invitations i
join accounts a on a.account = i.account
where i.token_hash = :token_hash
    and i.expires_at > :now
    and a.disabled_at is null

-- name: account_session
-- One row: a session of somebody who may sign in, if it is still good.
select s.session, s.account, s.begun_at, s.seen_at, s.browser
from account_sessions s
join accounts a on a.account = s.account
where s.session_hash = :session_hash
    and s.seen_at > :seen_after
    and s.begun_at > :begun_after
    and a.disabled_at is null

-- name: sessions_of
-- One row: one session of an account.
select session, begun_at, seen_at, browser
from account_sessions
where account = :account
order by session desc

-- name: changes_of
-- One row: one change of a site.
select change, site, at, actor, action, subject, details
from changes
where site = :site
    and (:before is null or change < :before)
order by change desc
limit :limit

-- name: changes_between
-- One row: one change of a site, of these actions (a JSON list), in a stretch of time.
select change, site, at, actor, action, subject, details
from changes
where site = :site
    and at >= :since
    and at < :until
    and action in (select value from json_each(:actions))
order by change desc
limit :limit

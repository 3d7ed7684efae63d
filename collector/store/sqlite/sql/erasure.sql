-- What erasing runs, statement by statement, in the order in which it needs them. Each says what one row of it is.

-- name: to_erase
-- One row: one event that is being erased; a temporary table of one connection.
create temp table to_erase (
    seq integer primary key,
    page integer,
    context integer not null,
    order_id text
)

-- name: events_to_erase
-- One row: one event of the named users, or of the named visitors; of the latter, where owners are named, only events
-- that belong to these or to nobody: the visitor may be a device that others use too. What was done on a device before
-- anybody logged in belongs to the first user who logged in, unless more than ten users share it.
insert or ignore into to_erase (seq, page, context, order_id)
with
named_visitors as (
    select value as visitor from json_each(:visitors)
),
named_users as (
    select value as user_id from json_each(:user_ids)
),
named_owners as (
    select value as user_id from json_each(:owners)
),
users_of_visitors as (
    select v.visitor, count(distinct e.user_id) as users
    from named_visitors v
    cross join events e on e.site = :site and e.visitor = v.visitor
    group by v.visitor
),
logged_in_runs as (
    select
        e.seq,
        e.visitor,
        e.user_id,
        max(case when u.users > 10 then 0 else 1 end, count(e.user_id) over (
            partition by e.visitor order by e.ts, e.id, e.trust rows unbounded preceding
        )) as run
    from users_of_visitors u
    cross join events e on e.site = :site and e.visitor = u.visitor
),
owned_events as (
    select seq, max(user_id) over (partition by visitor, run) as owner from logged_in_runs
),
chosen_events as (
    select seq
    from owned_events
    where owner is null
        or owner in (select user_id from named_owners)
        or not exists (select 1 from named_owners)
    union
    select e.seq
    from named_users u
    cross join events e on e.site = :site and e.user_id = u.user_id
)
select e.seq, e.page, e.context, e.order_id
from chosen_events c
join events e on e.seq = c.seq
where (e.seq <= :seq or e.received_at <= :until)

-- name: keep_orders
-- One row: one to_erase event that names somebody else's order. The order, and with it refunds that name nothing else, is of
-- who sent the purchase that stands for it: people's before a bot's, the secret key's before the public one's, the earliest.
update to_erase
set order_id = null
where order_id is not null and (
    select e.seq
    from events e
    join contexts c on c.context = e.context
    where e.site = :site
        and e.order_id = to_erase.order_id
        and e.type = 'purchase'
        and coalesce(e.visitor, e.user_id) is not null
    order by coalesce(c.bot, 0), e.trust desc, e.ts, e.id
    limit 1
) not in (select seq from to_erase)

-- name: refunds_to_erase
-- One row: one event that names nobody but the order of a to_erase event, as refunds from a server do.
insert or ignore into to_erase (seq, page, context, order_id)
select e.seq, e.page, e.context, e.order_id
from (select distinct order_id from to_erase where order_id is not null) o
cross join events e on e.site = :site and e.order_id = o.order_id
where e.visitor is null and e.user_id is null and (e.seq <= :seq or e.received_at <= :until)

-- name: count_to_erase
-- One row: how many events are to_erase, of how many visitors, users and orders, and of how many persons as facts have them.
select
    count(*) as events,
    count(distinct e.visitor) as visitors,
    count(distinct e.user_id) as users,
    (
        select count(*)
        from persons p
        where p.site = :site and p.person in (
            select 'u:' || x.user_id
            from to_erase y
            join events x on x.seq = y.seq
            union
            select 'v:' || x.visitor
            from to_erase y
            join events x on x.seq = y.seq
        )
    ) as persons,
    count(distinct case when e.type = 'purchase' then coalesce(e.order_id, e.id) end) as orders
from to_erase d
join events e on e.seq = d.seq

-- name: rejections_to_erase
-- One row: one rejected event after :seen_rejection that names one of the visitors and users, whatever it is like.
select rejection
from rejected_events
where site = :site
    and rejection > :seen_rejection
    and (rejection <= :rejection or received_at <= :until)
    and mentions_them(event)

-- name: names_to_erase
-- One row: one name, as facts have it, that a to_erase event bears. Others may bear it too.
select 'v:' || value as name from json_each(:visitors)
union
select 'u:' || value as name from json_each(:user_ids)
union
select 'o:' || e.order_id as name
from to_erase d
join events e on e.seq = d.seq
where e.order_id is not null

-- name: persons_to_erase
-- One row: one person whose facts hold something of what is erased.
select 'v:' || value as person from json_each(:visitors)
union
select 'u:' || value as person from json_each(:user_ids)
union
select 'u:' || value as person from json_each(:owners)
union
select person
from person_visitors
where site = :site
    and visitor in (select value from json_each(:visitors))
    and not exists (select 1 from json_each(:owners))
union
select 'o:' || order_id as person from to_erase where order_id is not null

-- name: orders_to_erase
-- One row: one order of to_erase events.
select distinct order_id
from to_erase
where order_id is not null

-- name: shared_visitors
-- One row: one of the named visitors on which somebody else is known, whose events stay.
select distinct e.visitor
from json_each(:visitors) v
cross join events e on e.site = :site and e.visitor = v.value
where e.user_id is not null and e.seq not in (select seq from to_erase)

-- name: newest
-- One row: the numbers of the newest event and of the newest rejected one, and when the newer of the two was received.
select
    coalesce((select seq from sqlite_sequence where name = 'events'), 0) as seq,
    coalesce((select seq from sqlite_sequence where name = 'rejected_events'), 0) as rejection,
    max(
        coalesce((select received_at from events order by seq desc limit 1), 0),
        coalesce((select received_at from rejected_events order by rejection desc limit 1), 0)
    ) as received_at

-- name: newest_to_erase
-- One row: when the latest of the to_erase events happened.
select coalesce(max(e.ts), 0) as ts
from to_erase d
join events e on e.seq = d.seq

-- name: more_came_in
-- One row: whether events of the named visitors and users, or rejected ones, came in since they were looked up.
select exists (
    select 1
    from events
    where seq > :seen and site = :site and (
        visitor in (select value from json_each(:visitors))
        or user_id in (select value from json_each(:user_ids))
        or order_id in (select order_id from to_erase)
    )
) or exists (
    select 1 from rejected_events where rejection > :seen_rejection and site = :site and mentions_them(event)
)

-- name: tied_names
-- One row: one name that events tie to one of these, and is none of them.
select distinct to_name
from links
where site = :site
    and from_name in (select value from json_each(:names))
    and to_name not in (select value from json_each(:names))

-- name: fact_tables
-- One row: one table of facts about persons.
select t.name
from pragma_table_list as t
where t.schema = 'main' and t.type = 'table'
    and exists (select 1 from pragma_table_info(t.name) as c where c.name = 'person')
    and exists (select 1 from pragma_table_info(t.name) as c where c.name = 'site')
order by t.name

-- name: delete_links
-- One row: one tie to an erased name.
delete from links
where site = :site and (
    from_name in (select value from json_each(:names))
    or to_name in (select value from json_each(:names))
)

-- name: delete_facts_failed
-- One row: one erased name that was set aside, or what strangers sent of it (p:).
delete from facts_failed
where site = :site and (
    name in (select value from json_each(:names))
    or name in (select 'p:' || substr(value, 3) from json_each(:names) where value >= 'u:' and value < 'u;')
)

-- name: delete_facts_due
-- One row: one erased name whose facts were due.
delete from facts_due
where site = :site and name in (select value from json_each(:names))

-- name: delete_facts_under_way
-- One row: one erased name whose facts were being computed when a process died.
delete from facts_under_way
where site = :site and name in (select value from json_each(:names))

-- name: delete_examples
-- One row: one kind of fault whose example is a to_erase event: the count stays, the example goes.
update notices
set example = null
where site = :site and example in (select e.id from to_erase d join events e on e.seq = d.seq)

-- name: delete_event_items
-- One row: one item of a to_erase event.
delete from event_items
where seq in (select seq from to_erase)

-- name: delete_events
-- One row: one to_erase event.
delete from events
where seq in (select seq from to_erase)

-- name: delete_rejections
-- One row: one rejected event of those named by number.
delete from rejected_events
where rejection in (select value from json_each(:rejections))

-- name: unneeded_pages
-- One row: one page of to_erase events that no other event points at.
select distinct page
from to_erase
where page is not null and page not in (
    select page
    from events
    where page in (select page from to_erase where page is not null) and seq not in (select seq from to_erase)
)

-- name: unneeded_contexts
-- One row: one context of to_erase events that no other event points at.
select distinct context
from to_erase
where context not in (
    select context
    from events
    where context in (select context from to_erase) and seq not in (select seq from to_erase)
)

-- name: delete_pages
-- One row: one page nothing points at, not even an event that came in since this was looked up.
delete from pages
where page in (select value from json_each(:pages))
    and page not in (select page from events where seq > :seen and page is not null)

-- name: delete_contexts
-- One row: one context nothing points at, not even an event that came in since this was looked up.
delete from contexts
where context in (select value from json_each(:contexts))
    and context not in (select context from events where seq > :seen)

-- name: note_erasure
-- One row: one erasure this database has now been through, as it stands in the log.
insert into erasures (erasure, erased_at, entry)
values (:erasure, :erased_at, :entry)
on conflict (erasure) do update set entry = excluded.entry

-- name: insert_facts_due
-- One row: one name whose facts are computed again soon: it was tied to an erased name, or events still bear it.
insert or ignore into facts_due (site, name)
with
touched_names as (
    select value as name from json_each(:names)
    union
    select 'u:' || value as name from json_each(:owners)
)
select :site, value from json_each(:tied)
union
select :site, n.name
from touched_names n
where exists (
    select 1 from events e where e.site = :site and substr(n.name, 1, 2) = 'v:' and e.visitor = substr(n.name, 3)
) or exists (
    select 1 from events e where e.site = :site and substr(n.name, 1, 2) = 'u:' and e.user_id = substr(n.name, 3)
) or exists (
    select 1 from events e where e.site = :site and substr(n.name, 1, 2) = 'o:' and e.order_id = substr(n.name, 3)
)

-- name: outdate_facts
-- One row: the site, whose facts are then computed again as a whole.
update facts_rules
set fingerprint = ''
where site = :site

-- name: rejected_texts
-- One row: one rejected event as it was sent.
select event
from rejected_events
where site = :site

-- name: visitors_and_users
-- One row: one visitor (kind 'v') or user (kind 'u') of a site that has events.
select distinct 'v' as kind, visitor as name from events where site = :site and visitor is not null
union all
select distinct 'u' as kind, user_id as name from events where site = :site and user_id is not null

-- name: purge_owed
-- One row: whether there was an erasure after which the write-ahead log has not been emptied.
select exists (select 1 from erasures where purged = 0)

-- name: note_purge
-- One row: one erasure nothing is left of.
update erasures
set purged = 1
where purged = 0

-- name: rewrite_owed
-- One row: how many erasures the pages of the file were not written anew after, and when the first and the last were.
select
    count(*) as erasures,
    coalesce(min(erased_at), 0) as first_at,
    coalesce(max(erased_at), 0) as last_at
from erasures
where rewritten = 0

-- name: note_rewrite
-- One row: one erasure that all pages were written anew after. The write-ahead log has them, and is to be emptied again.
update erasures
set rewritten = 1, purged = 0
where rewritten = 0

-- name: incomplete
-- One row: how many erasures there are of which the file or its log may still hold traces.
select count(*) as erasures
from erasures
where rewritten = 0 or purged = 0

-- One row: one name that an event of (:after, :upto] bears, with its site. Events of a name set aside touch nobody.
with
named_events as (
    select distinct site, visitor, user_id, order_id
    from events e
    where seq > :after and seq <= :upto and not exists (
        select 1 from facts_failed f
        where f.site = e.site and f.name in (
            case when e.visitor is not null then 'v:' || e.visitor else 'u:' || e.user_id end,
            case when e.visitor is null and e.trust = 0 then 'p:' || e.user_id end
        )
    )
)
select site, 'v:' || visitor as name from named_events where visitor is not null
union
select site, 'u:' || user_id as name from named_events where user_id is not null
union
select site, 'o:' || order_id as name from named_events where order_id is not null

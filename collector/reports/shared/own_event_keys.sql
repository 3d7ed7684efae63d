own_event_keys as (
    -- the events of a person in a time; on a device that several share, the person's runs tell which are theirs
    select e.seq as seq
    from person_visitors v
    join events e on e.site = :site and e.visitor = v.visitor
    where v.site = :site
        and v.person = :person
        and e.ts >= case when v.from_ts > :since then v.from_ts else :since end
        and e.ts <= case when v.until_ts < :until then v.until_ts else :until end
        and (e.ts > v.from_ts or e.id >= v.from_id)
        and (e.ts < v.until_ts or e.id <= v.until_id)
    union all
    select e.seq as seq
    from events e
    where e.site = :site
        and e.user_id = :user_id
        and e.visitor is null
        and e.ts >= :since
        and e.ts <= :until
)

-- One row: one visitor of a person who was there in a time, and saw or was not shown what the query names; the latest persons
-- first, from a place in that order on. `sessions` are the person's on this visitor.
with
found_persons as (
    select
        0 as prefixed,
        p.person as person,
        p.user_id as user_id,
        p.first_seen as first_seen,
        p.last_seen as last_seen,
        p.orders as orders,
        p.net_micros as net_micros,
        p.bot as bot
    from persons p
    where p.site = :site
        and p.last_seen <= :place_ts
        and (p.last_seen < :place_ts or p.person < :place_person)
        {% include "shared/there_and_shown.sql" %}
    order by p.last_seen desc, p.person desc
    limit :limit
)
{% include "shared/visitors_of_found.sql" %}

-- One row: one visitor of a person whose user id, visitor id or order number is the text of the query, or begins with
-- it, and who was there in a time, and saw or was not shown what the query names. Exact matches first, then the latest
-- persons, from a place in that order on. `sessions` are the person's on this visitor.
with
matches as (
    select person, 0 as prefixed
    from persons
    where site = :site and (person = :as_user or person = :text)
    union all
    select person, 0 as prefixed
    from person_visitors
    where site = :site and visitor = :text
    union all
    select person, 0 as prefixed
    from orders
    where site = :site and order_id = :text
    union all
    select person, 1 as prefixed
    from persons
    where site = :site and person > :as_user and person < :past_users
    union all
    select person, 1 as prefixed
    from person_visitors
    where site = :site and visitor > :text and visitor < :past_texts
    union all
    select person, 1 as prefixed
    from orders
    where site = :site and order_id > :text and order_id < :past_texts
),
matched_persons as (
    select person, min(prefixed) as prefixed
    from matches
    group by person
),
found_persons as (
    select
        m.prefixed as prefixed,
        p.person as person,
        p.user_id as user_id,
        p.first_seen as first_seen,
        p.last_seen as last_seen,
        p.orders as orders,
        p.net_micros as net_micros,
        p.bot as bot
    from matched_persons m
    join persons p on p.site = :site and p.person = m.person
    where (
            m.prefixed > :place_prefixed
            or (m.prefixed = :place_prefixed and p.last_seen < :place_ts)
            or (m.prefixed = :place_prefixed and p.last_seen = :place_ts and p.person < :place_person)
        )
        {% include "shared/there_and_shown.sql" %}
    order by m.prefixed, p.last_seen desc, p.person desc
    limit :limit
)
{% include "shared/visitors_of_found.sql" %}

{% include "shared/own_event_keys.sql" %},
stored_keys as (
    -- the same, and the refunds that name only an order, which are of whoever bought it
    select seq from own_event_keys
    union all
    select e.seq as seq
    from orders o
    join events e on e.site = :site and e.order_id = o.order_id
    where o.site = :site and o.person = :person and e.visitor is null and e.user_id is null
)

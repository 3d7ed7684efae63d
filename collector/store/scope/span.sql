-- One row: the times of the first and the last event in the scope.
select min(ts), max(ts) from (
    select min(e.ts) as ts from scope_visitors s join events e on e.site = :site and e.visitor = s.visitor
    union all
    select max(e.ts) as ts from scope_visitors s join events e on e.site = :site and e.visitor = s.visitor
    union all
    select min(e.ts) as ts from scope_users s join events e on e.site = :site and e.user_id = s.user_id
    union all
    select max(e.ts) as ts from scope_users s join events e on e.site = :site and e.user_id = s.user_id
    union all
    select min(e.ts) as ts from scope_orders s join events e on e.site = :site and e.order_id = s.order_id
    union all
    select max(e.ts) as ts from scope_orders s join events e on e.site = :site and e.order_id = s.order_id
)

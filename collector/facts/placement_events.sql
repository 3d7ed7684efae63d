-- One row: one event that proves that an action was placed in a view, and the first event that proves the same: its
-- ordinal is the number of that placement. A view without a visitor is its user's.
with
naming_events as (
    select
        ordinal, view_id, action,
        case when visitor <> '' then 'v:' || visitor else 'u:' || user_id end as sent_by
    from sessionized_events
    where action is not null
        and view_id is not null
        and (visitor <> '' or user_id is not null)
        and type in (
            'execute', 'deliver', 'evidence', 'click', 'dismiss', 'quick_add', 'wishlist_add', 'wishlist_remove',
            'survey'
        )
)
select ordinal, min(ordinal) over (partition by sent_by, view_id, action) as placement
from naming_events

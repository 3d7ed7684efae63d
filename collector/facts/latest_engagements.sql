-- One row: one order line with the ordinals of the engagements it was found through, if any: the latest one before the order
-- by the same person with the same product, the latest click, and the latest one in the order's own session. A product is the
-- same by its group where both name one, else by its item. A bot's engagements count for a bot's orders alone.
-- Engagements and lines stand in one list, by product and in the order of time, and each line looks back: so the work grows
-- with their number, not with the product of their numbers.
with
item_engagements as (
    -- in control nothing is shown, so nothing is found through it
    select ordinal, person, type, item, item_group, session_visitor, session_started_at, bot
    from interactions
    where type in ('click', 'quick_add') and action is not null and item is not null and variation <> 'control'
),
products as (
    -- way: both by group; by item, the engagement having no group; by item, the line having none
    select
        'group' as way, person, item_group as product, ordinal, -1 as line, null as order_key, type, bot,
        session_visitor, session_started_at
    from item_engagements where item_group is not null
    union all
    select
        'ungrouped' as way, person, item as product, ordinal, -1 as line, null as order_key, type, bot,
        session_visitor, session_started_at
    from item_engagements where item_group is null
    union all
    select
        'item' as way, person, item as product, ordinal, -1 as line, null as order_key, type, bot,
        session_visitor, session_started_at
    from item_engagements
    union all
    select
        'group' as way, person, item_group as product, ordered as ordinal, line, order_key, 'line' as type, bot,
        session_visitor, session_started_at
    from bought_lines where item_group is not null
    union all
    select
        'ungrouped' as way, person, item as product, ordered as ordinal, line, order_key, 'line' as type, bot,
        session_visitor, session_started_at
    from bought_lines where item_group is not null
    union all
    select
        'item' as way, person, item as product, ordered as ordinal, line, order_key, 'line' as type, bot,
        session_visitor, session_started_at
    from bought_lines where item_group is null
),
looking_back as (
    select
        order_key, line, type, bot, session_visitor,
        max(case when type <> 'line' and bot = 0 then ordinal end) over (
            partition by way, person, product order by ordinal, line
            rows between unbounded preceding and current row
        ) as found_person,
        max(case when type <> 'line' then ordinal end) over (
            partition by way, person, product order by ordinal, line
            rows between unbounded preceding and current row
        ) as found_any,
        max(case when type = 'click' and bot = 0 then ordinal end) over (
            partition by way, person, product order by ordinal, line
            rows between unbounded preceding and current row
        ) as clicked_person,
        max(case when type = 'click' then ordinal end) over (
            partition by way, person, product order by ordinal, line
            rows between unbounded preceding and current row
        ) as clicked_any,
        max(case when type <> 'line' and bot = 0 then ordinal end) over (
            partition by way, person, product, session_visitor, session_started_at order by ordinal, line
            rows between unbounded preceding and current row
        ) as in_session_person,
        max(case when type <> 'line' then ordinal end) over (
            partition by way, person, product, session_visitor, session_started_at order by ordinal, line
            rows between unbounded preceding and current row
        ) as in_session_any
    from products
)
select
    order_key,
    line,
    max(case when bot = 1 then found_any else found_person end) as found,
    max(case when bot = 1 then clicked_any else clicked_person end) as clicked,
    max(case
        when session_visitor is null then null
        when bot = 1 then in_session_any
        else in_session_person
    end) as in_session
from looking_back
where type = 'line'
group by order_key, line

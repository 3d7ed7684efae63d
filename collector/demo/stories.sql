-- One row: a visitor whose report is worth reading, and the kind of story it tells; the best and latest of each kind.
with seeing as (
    select distinct person as person
    from impressions
    where site = :site and action = 'home-recs' and state = 'delivered'
),
stories as (
    select 'bought' as story, orders.visitor as visitor, orders.lines as worth, orders.ts as told_at
    from orders
    join order_lines on order_lines.site = orders.site and order_lines.person = orders.person
        and order_lines.order_key = orders.order_key
    where orders.site = :site and orders.bot = 0 and orders.visitor <> '' and order_lines.found_action is not null
    union all
    select 'unseen', impressions.visitor, persons.orders, impressions.executed_at
    from impressions
    join persons on persons.site = impressions.site and persons.person = impressions.person
    left join seeing on seeing.person = impressions.person
    where impressions.site = :site and impressions.bot = 0 and impressions.action = 'home-recs'
        and impressions.reason = 'below_fold' and seeing.person is null
    union all
    select 'two_devices', max(person_visitors.visitor), max(persons.orders), max(person_visitors.until_ts)
    from person_visitors
    join persons on persons.site = person_visitors.site and persons.person = person_visitors.person
    where person_visitors.site = :site and persons.bot = 0 and person_visitors.visitor <> ''
    group by person_visitors.person
    having count(distinct person_visitors.visitor) > 1
),
best_first as (
    select
        story,
        visitor,
        row_number() over (partition by story order by worth desc, told_at desc, visitor) as place
    from stories
)
select story, visitor
from best_first
where place = 1
order by story

-- One row: one stored event with its page, its context and its items, in order of time.
select
    e.*,
    p.url, p.title, p.referrer, p.item as page_item,
    c.user_agent, c.screen, c.viewport, c.time_zone, c.language, c.automated,
    (
        select json_group_array(json_object(
            'item', i.item, 'group', i.item_group, 'quantity_micros', i.quantity_micros, 'price_micros', i.price_micros
        ) order by i.line)
        from event_items i
        where i.seq = e.seq
    ) as items
from events e
join contexts c on c.context = e.context
left join pages p on p.page = e.page
order by e.ts, e.id

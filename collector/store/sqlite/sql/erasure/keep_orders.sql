-- One row: one doomed event that names somebody else's order. The order, and with it refunds that name nothing else, is of
-- who sent the purchase that stands for it: people's before a bot's, the secret key's before the public one's, the earliest.
update doomed
set order_id = null
where order_id is not null and (
    select e.seq
    from events e
    join contexts c on c.context = e.context
    where e.site = :site
        and e.order_id = doomed.order_id
        and e.type = 'purchase'
        and coalesce(e.visitor, e.user_id) is not null
    order by coalesce(c.bot, 0), e.trust desc, e.ts, e.id
    limit 1
) not in (select seq from doomed)
